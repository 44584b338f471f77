Attribute VB_Name = "Actions"
Option Explicit
Option Private Module

' Applies an action file (xltool/addin/actions.py) to a workbook: one line, one kind of edit
' on one block of cells, or on several that are to be alike.

Private Const XL_NONE As Long = -4142
Private Const XL_AUTOMATIC As Long = -4105
Private Const XL_DOWN As Long = -4121
Private Const XL_CENTER As Long = -4108
Private Const XL_LEFT As Long = -4131
Private Const XL_RIGHT As Long = -4152
Private Const XL_THIN As Long = 2

Private filterSheet As Object
Private filterArea As String
Private fitting As Collection

Public Function IsComplete(ByVal lines As Variant) As Boolean
    IsComplete = (lines(0) = "xltool-actions 1" And lines(UBound(lines)) = "end")
End Function

Public Function IsEdit(ByVal entry As String) As Boolean
    Dim kind As String
    kind = Split(entry & vbTab, vbTab)(0)
    Select Case kind
    Case "", "xltool-actions 1", "end", "say", "goto", "open", "applied"
        IsEdit = False
    Case Else
        IsEdit = True
    End Select
End Function

' The text of the line "kind", its fields still parted by tabs; "" where there is none.
Public Function Told(ByVal lines As Variant, ByVal kind As String) As String
    Dim i As Long
    For i = LBound(lines) To UBound(lines)
        If Left(lines(i), Len(kind) + 1) = kind & vbTab Then
            Told = Mid(lines(i), Len(kind) + 2)
            Exit Function
        End If
    Next
End Function

' Applies all edits. "structural" counts those done that move or make the places of others:
' with it TakeBack knows how far this came when an edit fails.
Public Sub Apply(ByVal book As Object, ByVal lines As Variant, ByRef structural As Long)
    Dim i As Long
    Set filterSheet = Nothing
    Set fitting = New Collection
    structural = 0
    For i = LBound(lines) To UBound(lines)
        If IsEdit(lines(i)) Then
            If IsStructural(lines(i)) Then FitRows
            ApplyLine book, lines(i)
            If IsStructural(lines(i)) Then structural = structural + 1
        End If
    Next
    FitRows
    LayFilter
End Sub

' Takes back what was done of a step that failed. "lines" undo all of it; of what undoes
' structural edits only the last "structural" have something to undo, and so has what
' stands around them. Cells that were never reached are as they were: to put them back
' changes nothing. What cannot be put back does not keep the rest from it.
Public Sub TakeBack(ByVal book As Object, ByVal lines As Variant, ByVal structural As Long)
    Dim i As Long, skip As Long
    On Error Resume Next
    Set filterSheet = Nothing
    Set fitting = New Collection
    For i = LBound(lines) To UBound(lines)
        If IsStructural(lines(i)) Then skip = skip + 1
    Next
    skip = skip - structural
    For i = LBound(lines) To UBound(lines)
        If IsStructural(lines(i)) Then
            If skip <= 0 Then
                FitRows
                ApplyLine book, lines(i)
            End If
            skip = skip - 1
        ElseIf skip <= 0 And IsEdit(lines(i)) Then
            ApplyLine book, lines(i)
        End If
    Next
    FitRows
End Sub

Private Function IsStructural(ByVal entry As String) As Boolean
    Select Case Split(entry & vbTab, vbTab)(0)
    Case "insert", "delete", "addsheet", "removesheet"
        IsStructural = True
    End Select
End Function

Public Function EditCount(ByVal lines As Variant) As Long
    Dim i As Long
    For i = LBound(lines) To UBound(lines)
        If IsEdit(lines(i)) Then EditCount = EditCount + 1
    Next
End Function

Public Function FieldsOf(ByVal entry As String) As Variant
    Dim fields As Variant, i As Long
    fields = Split(entry, vbTab)
    For i = 0 To UBound(fields)
        fields(i) = Texts.Unescaped(fields(i))
    Next
    FieldsOf = fields
End Function

Private Sub ApplyLine(ByVal book As Object, ByVal entry As String)
    Dim f As Variant
    f = FieldsOf(entry)
    Select Case f(0)
    Case "content": SetContents book.Worksheets(f(1)).Range(f(2)), f
    Case "format": book.Worksheets(f(1)).Range(f(2)).NumberFormat = f(4)
    Case "fill": SetFills book.Worksheets(f(1)), Split(f(2), ","), f(4)
    Case "note": SetNote book.Worksheets(f(1)).Range(f(2)), f(4)
    Case "colours": ColourText book.Worksheets(f(1)).Range(f(2)), f(3), f(4)
    Case "link": SetLink book.Worksheets(f(1)), book.Worksheets(f(1)).Range(f(2)), f(4)
    Case "look": SetLook book.Worksheets(f(1)).Range(f(2)), f(5)
    Case "height": fitting.Add book.Worksheets(f(1)).Rows(CLng(f(2)))
    Case "insert": InsertRows book.Worksheets(f(1)), CLng(f(2)), CLng(f(3)), CLng(f(4))
    Case "delete": DeleteRows book.Worksheets(f(1)), CLng(f(2)), CLng(f(3))
    Case "addsheet": AddSheet book, f
    Case "removesheet": RemoveSheet book, f(1)
    Case "name": SetName book, f(1), f(3)
    Case Else: Err.Raise 513, "xltool", f(0)
    End Select
End Sub

' What a block holds is all text, or nothing, or numbers and formulas (xltool/addin/steps.py).
Private Sub SetContents(ByVal block As Object, ByVal f As Variant)
    Select Case Left(f(4), 1)
    Case "-": Host.ClearContents block
    Case "'": WriteBlock block, ValuesOf(block, f), True
    Case Else
        If Left(f(4), 3) = "={=" Then
            WriteArrayFormula block, FormulaOf(f(4))
        Else
            WriteBlock block, ValuesOf(block, f), False
        End If
    End Select
End Sub

' The states after, row by row behind those before, as a block.
Private Function ValuesOf(ByVal block As Object, ByVal f As Variant) As Variant
    Dim values() As Variant, row As Long, column As Long, at As Long
    ReDim values(1 To block.Rows.Count, 1 To block.Columns.Count)
    at = 4
    For row = 1 To UBound(values, 1)
        For column = 1 To UBound(values, 2)
            values(row, column) = ValueOf(f(at))
            at = at + 2
        Next
    Next
    ValuesOf = values
End Function

Private Function ValueOf(ByVal state As String) As Variant
    Select Case Left(state, 1)
    Case "#"
        ValueOf = Val(Mid(state, 2))
    Case "'"
        ValueOf = Mid(state, 2)
        ' The host takes the first apostrophe for its own sign of a text.
        If Left(ValueOf, 1) = "'" Then ValueOf = "'" & ValueOf
    Case Else
        ValueOf = FormulaOf(state)
    End Select
End Function

Private Function FormulaOf(ByVal state As String) As String
    FormulaOf = "=" & Mid(state, 2, InStrRev(state, Chr(1)) - 2)
End Function

' A text stays a text whatever it looks like ("201", "=A1"), a number and a formula do not
' become one; the cells keep their formats, also where the host would choose another one.
Private Sub WriteBlock(ByVal block As Object, ByVal values As Variant, ByVal isText As Boolean)
    Dim formats As New Collection, kept As Variant
    NoteFormats block, formats
    ' Arrays take no text of more than some thousand characters.
    If block.Count = 1 Then values = values(1, 1)
    If isText Then
        If Not IsAll(formats, "@") Then block.NumberFormat = "@"
        block.Value = values
    Else
        If Not IsFree(formats) Then block.NumberFormat = "General"
        block.Formula = values
    End If
    For Each kept In formats
        PutFormat block.Worksheet.Range(kept(0)), kept(1)
    Next
End Sub

' Areas with their formats: the whole block where it has one, else its halves.
Private Sub NoteFormats(ByVal block As Object, ByVal formats As Collection)
    Dim code As Variant, rows As Long, columns As Long
    code = block.NumberFormat
    rows = block.Rows.Count
    columns = block.Columns.Count
    If VarType(code) = vbString Then
        formats.Add Array(block.Address(False, False), code)
    ElseIf rows >= columns Then
        NoteFormats block.Resize(rows \ 2, columns), formats
        NoteFormats block.Offset(rows \ 2, 0).Resize(rows - rows \ 2, columns), formats
    Else
        NoteFormats block.Resize(rows, columns \ 2), formats
        NoteFormats block.Offset(0, columns \ 2).Resize(rows, columns - columns \ 2), formats
    End If
End Sub

Private Function IsAll(ByVal formats As Collection, ByVal code As String) As Boolean
    Dim kept As Variant
    IsAll = True
    For Each kept In formats
        If kept(1) <> code Then IsAll = False
    Next
End Function

Private Function IsFree(ByVal formats As Collection) As Boolean
    Dim kept As Variant
    IsFree = True
    For Each kept In formats
        If kept(1) = "@" Then IsFree = False
    Next
End Function

Private Sub PutFormat(ByVal block As Object, ByVal code As String)
    Dim now As Variant
    now = block.NumberFormat
    If VarType(now) = vbString Then
        If now = code Then Exit Sub
    End If
    block.NumberFormat = code
End Sub

Private Sub WriteArrayFormula(ByVal cell As Object, ByVal text As String)
    Dim code As String
    code = cell.NumberFormat
    If code = "@" Then cell.NumberFormat = "General"
    cell.FormulaArray = Mid(text, 3, Len(text) - 3)
    PutFormat cell, code
End Sub

' Area by area: LibreOffice fills one area alone.
Private Sub SetFills(ByVal sheet As Object, ByVal areas As Variant, ByVal state As String)
    Dim i As Long
    For i = LBound(areas) To UBound(areas)
        If state = "-" Then
            sheet.Range(areas(i)).Interior.Pattern = XL_NONE
            sheet.Range(areas(i)).Interior.ColorIndex = XL_NONE
        Else
            sheet.Range(areas(i)).Interior.Color = ColourOf(state)
        End If
    Next
End Sub

' Rows are fitted when what stands in them is there.
Private Sub FitRows()
    Dim row As Object
    If fitting Is Nothing Then Exit Sub
    For Each row In fitting
        row.AutoFit
    Next
    Set fitting = New Collection
End Sub

' A cell with a conversation (Excel 365) keeps it: in its place no note of ours could stand.
Private Sub SetNote(ByVal cell As Object, ByVal state As String)
    If HasThread(cell) Then Exit Sub
    If Not cell.Comment Is Nothing Then cell.Comment.Delete
    If state <> "-" Then cell.AddComment Mid(state, 2)
End Sub

' An older Excel and other hosts know no conversations.
Private Function HasThread(ByVal cell As Object) As Boolean
    On Error Resume Next
    HasThread = Not cell.CommentThreaded Is Nothing
End Function

Private Sub ColourText(ByVal cell As Object, ByVal before As String, ByVal after As String)
    Dim spans As Variant, span As Variant, i As Long, own As Variant
    own = OwnColour(cell, before)
    spans = Split(before, Chr(1))
    For i = 0 To UBound(spans)
        If spans(i) <> "-" Then
            span = Split(spans(i), ",", 3)
            PaintOwn cell.Characters(CLng(span(0)) + 1, CLng(span(1)) - CLng(span(0))).Font, own
        End If
    Next
    spans = Split(after, Chr(1))
    For i = 0 To UBound(spans)
        If spans(i) <> "-" Then
            span = Split(spans(i), ",", 3)
            Paint cell.Characters(CLng(span(0)) + 1, CLng(span(1)) - CLng(span(0))).Font, span(2)
        End If
    Next
End Sub

' The colour of the first character outside the spans; Null where all are inside.
Private Function OwnColour(ByVal cell As Object, ByVal before As String) As Variant
    Dim i As Long
    OwnColour = Null
    For i = 1 To Len(cell.Value)
        If Not IsInside(i - 1, before) Then
            OwnColour = cell.Characters(i, 1).Font.Color
            Exit Function
        End If
    Next
End Function

Private Function IsInside(ByVal at As Long, ByVal spans As String) As Boolean
    Dim parts As Variant, span As Variant, i As Long
    parts = Split(spans, Chr(1))
    For i = 0 To UBound(parts)
        span = Split(parts(i) & ",,", ",", 3)
        If span(1) <> "" Then
            If at >= CLng(span(0)) And at < CLng(span(1)) Then IsInside = True
        End If
    Next
End Function

Private Sub PaintOwn(ByVal letters As Object, ByVal own As Variant)
    If IsNull(own) Then
        letters.ColorIndex = XL_AUTOMATIC
    Else
        letters.Color = own
    End If
End Sub

' A colour of the theme stands as its mark-up; the host counts themes from 1.
Private Sub Paint(ByVal letters As Object, ByVal colour As String)
    Dim at As Long
    If Left(colour, 1) <> "<" Then
        letters.Color = ColourOf(colour)
        Exit Sub
    End If
    letters.ColorIndex = XL_AUTOMATIC
    at = InStr(colour, "theme=")
    If at > 0 Then letters.ThemeColor = Val(Mid(colour, at + 7)) + 1
End Sub

' The host lays a style of its own over a cell with a link: the font of the cell goes back.
Private Sub SetLink(ByVal sheet As Object, ByVal cell As Object, ByVal state As String)
    Dim face As String, size As Double, isBold As Boolean, underline As Long, colour As Long
    face = cell.Font.Name
    size = cell.Font.Size
    isBold = cell.Font.Bold
    underline = cell.Font.Underline
    colour = cell.Font.Color
    Host.RemoveLink sheet, cell
    If state <> "-" Then Host.AddLink sheet, cell, Mid(state, 2)
    cell.Font.Name = face
    cell.Font.Size = size
    cell.Font.Bold = isBold
    cell.Font.Underline = underline
    cell.Font.Color = colour
End Sub

' Properties: size, bold, colour, underlined, fill, boxed, alignment, typeface.
Private Sub SetLook(ByVal cell As Object, ByVal properties As String)
    Dim p As Variant, area As Variant
    cell.ClearFormats
    If properties = "-" Then Exit Sub
    p = Split(properties, ",")
    cell.Font.Name = p(7)
    cell.Font.Size = Val(p(0))
    cell.Font.Bold = (p(1) = "1")
    If p(2) <> "-" Then cell.Font.Color = ColourOf(p(2))
    If p(3) = "1" Then cell.Font.Underline = 2
    For Each area In Split(cell.Address(False, False), ",")
        If p(4) <> "-" Then cell.Worksheet.Range(area).Interior.Color = ColourOf(p(4))
        If p(5) = "1" Then
            cell.Worksheet.Range(area).Borders.LineStyle = 1
            cell.Worksheet.Range(area).Borders.Weight = XL_THIN
            cell.Worksheet.Range(area).Borders.Color = ColourOf("BFBFBF")
        End If
    Next
    cell.HorizontalAlignment = XL_LEFT
    If p(6) = "center" Then cell.HorizontalAlignment = XL_CENTER
    If p(6) = "right" Then cell.HorizontalAlignment = XL_RIGHT
    cell.VerticalAlignment = XL_CENTER
    cell.WrapText = True
End Sub

' "like" counts rows as they stand before the new ones.
Private Sub InsertRows(ByVal sheet As Object, ByVal at As Long, ByVal count As Long, ByVal pattern As Long)
    Dim added As Object, i As Long
    sheet.Rows(at & ":" & (at + count - 1)).Insert XL_DOWN
    If pattern >= at Then pattern = pattern + count
    For i = at To at + count - 1
        Set added = sheet.Rows(i)
        sheet.Rows(pattern).Copy added
        added.ClearContents
        added.ClearComments
        added.RowHeight = sheet.Rows(pattern).RowHeight
    Next
End Sub

Private Sub DeleteRows(ByVal sheet As Object, ByVal at As Long, ByVal count As Long)
    Dim gone As Object
    Set gone = sheet.Rows(at & ":" & (at + count - 1))
    If Application.WorksheetFunction.CountA(gone) > 0 Then
        Err.Raise 514, "xltool", sheet.Name & " " & at
    End If
    gone.Delete
End Sub

Private Sub AddSheet(ByVal book As Object, ByVal f As Variant)
    Dim sheet As Object, widths As Variant, i As Long
    Set sheet = book.Worksheets.Add(, book.Worksheets(book.Worksheets.Count))
    On Error GoTo Refused
    sheet.Name = f(1)
    On Error GoTo 0
    widths = Split(f(2), ",")
    For i = 0 To UBound(widths)
        sheet.Columns(i + 1).ColumnWidth = Val(widths(i))
    Next
    If f(3) <> "-" Then
        Set filterSheet = sheet
        filterArea = f(3)
    End If
    Host.LayOut sheet, CLng(f(4)), f(5) = "1"
    Exit Sub
Refused:
    RemoveSheet book, sheet.Name
    Err.Raise 515, "xltool", f(1)
End Sub

' A filter needs cells to filter: it is laid when all edits are through.
Private Sub LayFilter()
    If filterSheet Is Nothing Then Exit Sub
    Host.LayFilter filterSheet, filterArea
    Set filterSheet = Nothing
End Sub

Private Sub RemoveSheet(ByVal book As Object, ByVal title As String)
    Set filterSheet = Nothing
    Application.DisplayAlerts = False
    book.Worksheets(title).Delete
    Application.DisplayAlerts = True
End Sub

Private Sub SetName(ByVal book As Object, ByVal title As String, ByVal state As String)
    Dim parts As Variant
    Host.RemoveName book, title
    If state = "-" Then Exit Sub
    parts = Split(Mid(state, 2), Chr(1))
    Host.AddName book, title, parts(0), parts(1) = "1", parts(2)
End Sub

Public Function ColourOf(ByVal text As String) As Long
    ColourOf = RGB(CLng("&H" & Left(text, 2)), CLng("&H" & Mid(text, 3, 2)), CLng("&H" & Mid(text, 5, 2)))
End Function
