Attribute VB_Name = "Stored"
Option Explicit
Option Private Module

' Answers from the last check that was stored for a workbook, marked where it has changed
' since. What the lines hold is told in xltool/addin/cells/stored.py.

Private Const MOST_CELLS As Long = 20000

' The state of the workbook (""), of a table, or of cells (sheet!A1:B2).
Public Function State(ByVal book As Object, ByVal scope As String) As String
    Dim f As Variant, at As Long
    If Not Checked.Exists(book) Then
        State = CellWords.NotYet()
        Exit Function
    End If
    at = InStrRev(scope, "!")
    If at > 0 Then
        State = OfCells(book, Bare(Left(scope, at - 1)), Mid(scope, at + 1))
    ElseIf scope = "" Then
        f = Checked.Entry(book, Array("line"))
        State = f(1)
    Else
        f = Checked.Entry(book, Array("table", TableOf(book, scope)))
        State = CellWords.NoTable() & scope
        If f(0) <> "" Then State = f(2)
    End If
    State = Left(Mark(book) & State, 255)
End Function

' What is said before an answer that may be out of date.
Private Function Mark(ByVal book As Object) As String
    If Checked.IsCurrent(book) Then Exit Function
    Mark = CellWords.Stale()
    If Python.IsReady() Then Mark = CellWords.Renewing()
End Function

' A field of a line; "" where the line has none.
Private Function Part(ByVal fields As Variant, ByVal number As Long) As String
    If number <= UBound(fields) Then Part = fields(number)
End Function

Private Function TableOf(ByVal book As Object, ByVal title As String) As String
    TableOf = Part(Checked.Entry(book, Array("called", title)), 2)
End Function

' The name of a sheet without the quotes that references have.
Private Function Bare(ByVal sheet As String) As String
    Bare = sheet
    If Left(sheet, 1) = "'" And Len(sheet) > 1 Then Bare = Replace(Mid(sheet, 2, Len(sheet) - 2), "''", "'")
End Function

Private Function OfCells(ByVal book As Object, ByVal sheet As String, ByVal area As String) As String
    Dim cells As Object
    Set cells = book.Worksheets(sheet).Range(area)
    If cells.Count = 1 Then
        OfCells = OfCell(book, sheet, cells)
    ElseIf cells.Count > MOST_CELLS Then
        OfCells = CellWords.Unreadable()
    Else
        OfCells = OfArea(book, sheet, cells)
    End If
End Function

Private Function OfCell(ByVal book As Object, ByVal sheet As String, ByVal cell As Object) As String
    Dim f As Variant
    f = Checked.Entry(book, Array("cell", sheet, cell.Address(False, False)))
    If f(0) <> "" Then
        If Not IsAsSeen(cell, f(4)) Then Checked.Doubt book
        OfCell = f(5)
        Exit Function
    End If
    f = Checked.Entry(book, Array("said", sheet, cell.Address(False, False)))
    OfCell = CellWords.NoCell()
    If f(0) <> "" Then OfCell = f(3)
End Function

' Whether a cell still holds what the check saw in it. A number that is written as a text
' cannot be told from another one here.
Private Function IsAsSeen(ByVal cell As Object, ByVal seen As String) As Boolean
    Dim value As Variant
    IsAsSeen = True
    value = cell.Value
    If IsError(value) Then
        IsAsSeen = False
    ElseIf seen = "-" Then
        IsAsSeen = (CStr(value) = "" Or CStr(value) = "0")
    ElseIf Left(seen, 1) = "#" Then
        If CStr(value) = "" Then
            IsAsSeen = (Val(Mid(seen, 2)) = 0)
        ElseIf TypeName(value) <> "String" Then
            IsAsSeen = (Abs(Val(Mid(seen, 2)) - CDbl(value)) < 0.0000005)
        End If
    Else
        IsAsSeen = (Trim(CStr(value)) = Trim(Mid(seen, 2)))
    End If
End Function

' Identities that hold, findings and figures of an area, each counted once.
Private Function OfArea(ByVal book As Object, ByVal sheet As String, ByVal area As Object) As String
    Dim counts(0 To 3) As Long, held As New Collection, known As Long, cell As Object, f As Variant
    For Each cell In area.Cells
        f = Checked.Entry(book, Array("cell", sheet, cell.Address(False, False)))
        If f(0) <> "" Then
            known = known + 1
            If Not IsAsSeen(cell, f(4)) Then Checked.Doubt book
            AddNumbers held, f(6)
        Else
            f = Checked.Entry(book, Array("said", sheet, cell.Address(False, False)))
            If f(0) <> "" Then
                known = known + 1
                AddSigns counts, f(4)
            End If
        End If
    Next
    counts(0) = counts(0) + held.Count
    AddFindings book, sheet, area, counts
    OfArea = CellWords.NoCell()
    If known > 0 Then OfArea = LineOf(counts)
End Function

Private Sub AddNumbers(ByVal held As Collection, ByVal numbers As String)
    Dim one As Variant
    On Error Resume Next
    For Each one In Split(numbers, " ")
        held.Add one, "n" & one
    Next
End Sub

Private Sub AddSigns(ByRef counts() As Long, ByVal signs As String)
    Dim i As Long, sign As Long
    For i = 1 To Len(signs)
        sign = CLng(Mid(signs, i, 1))
        counts(sign) = counts(sign) + 1
    Next
End Sub

' Findings at cells of tables; those of the narrative count by their figures.
Private Sub AddFindings(ByVal book As Object, ByVal sheet As String, ByVal area As Object, ByRef counts() As Long)
    Dim one As Variant, f As Variant, words As Variant, i As Long
    words = Split(CellWords.States(), "|")
    For Each one In Checked.Lines(book, "finding")
        f = Actions.FieldsOf(one)
        If StandsIn(book, f(9), sheet, area, True) Then
            For i = 1 To 3
                If f(1) = Trim(words(i)) Then counts(i) = counts(i) + 1
            Next
        End If
    Next
End Sub

Private Function LineOf(ByRef counts() As Long) As String
    Dim words As Variant, i As Long
    words = Split(CellWords.States(), "|")
    For i = 0 To 3
        If i > 0 Then LineOf = LineOf & " / "
        LineOf = LineOf & words(i) & counts(i)
    Next
End Function

' Whether one of the places (sheet!A1, parted by the first character) lies in an area.
Private Function StandsIn(ByVal book As Object, ByVal places As String, ByVal sheet As String, ByVal area As Object, ByVal onlyTables As Boolean) As Boolean
    Dim one As Variant, cell As Object, column As Long, row As Long
    For Each one In Split(places, Chr(1))
        If Left(one, Len(sheet) + 1) = sheet & "!" Then
            Set cell = book.Worksheets(sheet).Range(Mid(one, Len(sheet) + 2))
            row = cell.Row - area.Row
            column = cell.Column - area.Column
            If row >= 0 And row < area.Rows.Count And column >= 0 And column < area.Columns.Count Then
                StandsIn = True
                If onlyTables Then StandsIn = Part(Checked.Entry(book, Array("cell", sheet, cell.Address(False, False))), 0) <> ""
                If StandsIn Then Exit Function
            End If
        End If
    Next
End Function

Public Function Findings(ByVal book As Object, ByVal scope As String) As Variant
    Dim found As New Collection, one As Variant, at As Long, area As Object, table As String
    If Not Checked.Exists(book) Then
        Findings = CellWords.NotYet()
        Exit Function
    End If
    at = InStrRev(scope, "!")
    If at > 0 Then Set area = book.Worksheets(Bare(Left(scope, at - 1))).Range(Mid(scope, at + 1))
    If at = 0 And scope <> "" Then table = TableOf(book, scope)
    If at = 0 And scope <> "" And table = "" Then
        Findings = CellWords.NoTable() & scope
        Exit Function
    End If
    For Each one In Checked.Lines(book, "finding")
        If IsAsked(book, Actions.FieldsOf(one), table, area, scope) Then found.Add one
    Next
    Findings = Mark(book) & CellWords.NothingFound()
    If found.Count > 0 Then Findings = Spread(book, CellWords.FindingHead(), found, 1, 5)
End Function

Private Function IsAsked(ByVal book As Object, ByVal f As Variant, ByVal table As String, ByVal area As Object, ByVal scope As String) As Boolean
    If Not area Is Nothing Then
        IsAsked = StandsIn(book, f(9), Bare(Left(scope, InStrRev(scope, "!") - 1)), area, False)
    ElseIf table <> "" Then
        IsAsked = InStr(Chr(1) & f(8) & Chr(1), Chr(1) & table & Chr(1)) > 0
    Else
        IsAsked = True
    End If
End Function

' A head and one row a line, its fields from "first" on; from "numeric" on they are numbers.
Private Function Spread(ByVal book As Object, ByVal head As String, ByVal lines As Collection, ByVal first As Long, ByVal numeric As Long) As Variant
    Dim made() As Variant, titles As Variant, f As Variant, r As Long, c As Long, top As Long
    titles = Split(head, "|")
    If Mark(book) <> "" Then top = 1
    ReDim made(0 To lines.Count + top, 0 To UBound(titles))
    For c = 0 To UBound(titles)
        made(0, c) = ""
        made(top, c) = titles(c)
    Next
    If top = 1 Then made(0, 0) = Mark(book)
    For r = 1 To lines.Count
        f = Actions.FieldsOf(lines(r))
        For c = 0 To UBound(titles)
            made(r + top, c) = f(first + c)
            If first + c >= numeric And f(first + c) <> "" Then made(r + top, c) = Val(f(first + c))
        Next
    Next
    Spread = made
End Function

' The number in the cell that table, row and column name; False where none is known.
Public Function Found(ByVal book As Object, ByVal given As Variant, ByRef answer As Variant) As Boolean
    Dim f As Variant, table As String, row As String, column As String
    table = TableOf(book, given(0))
    row = Part(Checked.Entry(book, Array("row", table, given(1))), 3)
    column = Part(Checked.Entry(book, Array("column", table, given(2))), 3)
    f = Checked.Entry(book, Array("place", table, row, column))
    If f(0) = "" Then Exit Function
    Found = True
    answer = CellWords.Moved() & given(0) & " " & given(1) & " " & given(2)
    If Not IsRowThere(book, table, row) Then Exit Function
    answer = book.Worksheets(f(4)).Range(f(5)).Value
    If IsEmpty(answer) Then answer = CDbl(0)
End Function

Public Function NotFound(ByVal book As Object, ByVal given As Variant) As String
    NotFound = CellWords.NoFigure() & given(0) & " " & given(1) & " " & given(2)
    If Not Checked.Exists(book) Then NotFound = CellWords.NotYet()
End Function

' Whether the row's label (or its code) still stands where the check saw it.
Private Function IsRowThere(ByVal book As Object, ByVal table As String, ByVal row As String) As Boolean
    Dim f As Variant, stands As String
    f = Checked.Entry(book, Array("label", table, row))
    IsRowThere = True
    If f(0) = "" Then Exit Function
    stands = Trim(CStr(book.Worksheets(f(3)).Range(f(4)).Value))
    IsRowThere = (stands = f(5) Or stands = row)
End Function

' The figures of a paragraph of the narrative as it was checked.
Public Function Narrative(ByVal book As Object, ByVal text As String) As Variant
    Dim f As Variant, found As New Collection, one As Variant
    If Not Checked.Exists(book) Then
        Narrative = CellWords.NotYet()
        Exit Function
    End If
    f = Checked.Entry(book, Array("text", text))
    If f(0) = "" Then
        Narrative = CellWords.NotSaid()
        Exit Function
    End If
    For Each one In Checked.Lines(book, "figure")
        If Part(Actions.FieldsOf(one), 1) = f(2) Then found.Add one
    Next
    Narrative = Spread(book, CellWords.FigureHead(), found, 2, 99)
End Function
