"""Measurements of the checks: how much they see, and how much they wrongly say.

    python -m tests.quality.measure    all of it in one table; any file that `xltool check` reads
    python -m tests.quality.plant      changed figures of a narrative: share pointed at
    python -m tests.quality.words      slips in the words of a narrative
    python -m tests.quality.coverage   clean narratives: figures found, bound, judged; false alarms
    python -m tests.quality.tables     changed cells of the tables
    python -m tests.quality.structure  rows slid, swapped, lost, renamed

Documents: ``yangquan-2024`` and ``putuo-2024`` (real, beside the checkout, truth by hand) and
``NAME:SHAPE:STYLE``, a narrative of ``corpus/`` over a made-up unit (``documents.py``);
``1r7`` for a shape is the same kind of unit with other codes and amounts, ``@shanghai/2024``
behind the name another form. ``随`` words every
sentence at random.
"""
