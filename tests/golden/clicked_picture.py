"""Sheets as 全部核对 left them in LibreOffice: ``python -m tests.golden.clicked_picture``."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pdfplumber
from PIL import Image, ImageChops

from tests.addin.office_session import macro_workbook
from tests.addin.ribbon_scenes import USERS_OWN, Scene, example
from tests.office import convert

PICTURE = Path(__file__).with_name("clicked.png")
_PRINTED = ("pdftoppm", "-r", "80", "-singlefile", "-png")
_MARGIN = 12
_SHOWN = {"公开03表": 385, "按功能分类:": 506, "“减少”2.20万元与": 430}
"""Words that the table, the narrative and 核对结果 have first, and the pixels shown of each."""


def clicked(folder: Path) -> Path:
    """The example, a total of it typed over, after a click on 全部核对."""
    workbook = folder / "决算公开表.xlsm"
    workbook.write_bytes(macro_workbook(example(folder, *USERS_OWN)))
    scene = Scene(folder)
    scene.click("check-all")
    scene.play(workbook, folder / "home")
    return folder / "check-all.xlsx"


def pages(pdf: Path, folder: Path) -> list[Image.Image]:
    """The pages to be shown, without their empty margins."""
    with pdfplumber.open(pdf) as document:
        texts = [page.extract_text() or "" for page in document.pages]
    found = []
    for words, height in _SHOWN.items():
        number = next(at for at, text in enumerate(texts, 1) if words in text.replace(" ", ""))
        place = folder / f"page{number}"
        subprocess.run(  # noqa: S603 - a fixed program on a file of our own
            [*_PRINTED, "-f", str(number), "-l", str(number), str(pdf), str(place)],
            check=True,
        )
        found.append(_cropped(Image.open(place.with_suffix(".png")).convert("RGB"), height))
    return found


def _cropped(page: Image.Image, height: int) -> Image.Image:
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    left, top, right, bottom = box or (0, 0, *page.size)
    bottom = min(bottom, top + height)
    return page.crop((left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN))


def below(pictures: list[Image.Image]) -> Image.Image:
    """The pictures one below the other."""
    width = max(picture.width for picture in pictures)
    made = Image.new("RGB", (width, sum(picture.height for picture in pictures)), "white")
    top = 0
    for picture in pictures:
        made.paste(picture, ((width - picture.width) // 2, top))
        top += picture.height
    return made


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        made = below(pages(convert(clicked(work), "pdf", work), work))
        # Of few colours, and those of the marks among them.
        few = made.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(PICTURE, optimize=True)
