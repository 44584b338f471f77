Attribute VB_Name = "Functions"
Option Explicit
Option Private Module

' What a cell asks and who answers: Python where xlwings runs it, else the last check that
' was stored for the workbook. No answer is an error value: the reason stands in the cell.

Private Const MOST_ROWS As Long = 2000
Private Const MOST_COLUMNS As Long = 200

Public Function Check(ByVal scope As Variant) As Variant
    Dim book As Object, answer As Variant
    On Error GoTo Failed
    Set book = BookOf(scope)
    If Not Python.Told(book, "budget_check", Array(ScopeOf(scope)), answer) Then
        answer = Stored.State(book, ScopeOf(scope))
    End If
    Check = answer
    Exit Function
Failed:
    Check = CellWords.CannotAnswer() & Err.Description
End Function

Public Function Findings(ByVal scope As Variant) As Variant
    Dim book As Object, answer As Variant
    On Error GoTo Failed
    Set book = BookOf(scope)
    If Not Python.Told(book, "budget_findings", Array(ScopeOf(scope)), answer) Then
        answer = Stored.Findings(book, ScopeOf(scope))
    End If
    Findings = answer
    Exit Function
Failed:
    Findings = CellWords.CannotAnswer() & Err.Description
End Function

' The place is known from the last check, the number is the one that stands there now.
Public Function Figure(ByVal table As Variant, ByVal row As Variant, ByVal column As Variant) As Variant
    Dim book As Object, answer As Variant, given As Variant
    On Error GoTo Failed
    Set book = BookOf(table)
    given = Array(TextOf(table), TextOf(row), TextOf(column))
    If Not Stored.Found(book, given, answer) Then
        If Not Python.Told(book, "budget_figure", given, answer) Then answer = Stored.NotFound(book, given)
    End If
    Figure = answer
    Exit Function
Failed:
    Figure = CellWords.CannotAnswer() & Err.Description
End Function

Public Function Share(ByVal part As Variant, ByVal total As Variant) As Variant
    Share = Ratios.Share(part, total)
End Function

Public Function Growth(ByVal present As Variant, ByVal past As Variant) As Variant
    Growth = Ratios.Growth(present, past)
End Function

Public Function Rate(ByVal actual As Variant, ByVal planned As Variant) As Variant
    Rate = Ratios.Share(actual, planned)
End Function

Public Function Narrative(ByVal text As Variant) As Variant
    Dim book As Object, answer As Variant
    On Error GoTo Failed
    Set book = BookOf(text)
    If Not Python.Told(book, "budget_narrative", Array(TextOf(text)), answer) Then
        answer = Stored.Narrative(book, TextOf(text))
    End If
    Narrative = answer
    Exit Function
Failed:
    Narrative = CellWords.CannotAnswer() & Err.Description
End Function

' The workbook that is meant: that of the range, else that of the cell that asks. A host
' that does not say which cell asks has the macros in the workbook itself.
Private Function BookOf(ByVal given As Variant) As Object
    If TypeName(given) = "Range" Then
        Set BookOf = HomeOf(given)
    ElseIf TypeName(Application.Caller) = "Range" Then
        Set BookOf = HomeOf(Application.Caller)
    Else
        Set BookOf = Host.Target()
    End If
End Function

' LibreOffice takes a variable for an object once a point follows it: hence As Object.
Private Function HomeOf(ByVal cells As Object) As Object
    Set HomeOf = cells.Worksheet.Parent
End Function

' Of whole rows and columns only what is used.
Private Function PlaceOf(ByVal cells As Object) As String
    Dim seen As Object
    If cells.Areas.Count > 1 Then Err.Raise 515, "xltool", CellWords.Unreadable()
    Set seen = cells
    If cells.Rows.Count > MOST_ROWS Or cells.Columns.Count > MOST_COLUMNS Then
        Set seen = Application.Intersect(cells, cells.Worksheet.UsedRange)
        If seen Is Nothing Then Set seen = cells.Cells(1, 1)
    End If
    PlaceOf = cells.Worksheet.Name & "!" & seen.Address(False, False)
End Function

' A range as its sheet and cells, a text as it is, nothing as "".
Private Function ScopeOf(ByVal given As Variant) As String
    If TypeName(given) = "Range" Then
        ScopeOf = PlaceOf(given)
    ElseIf TypeName(given) = "String" Then
        ScopeOf = Trim(given)
    ElseIf Not IsEmpty(given) Then
        Err.Raise 515, "xltool", CellWords.Unreadable()
    End If
End Function

Private Function TextOf(ByVal given As Variant) As String
    Dim value As Variant
    If TypeName(given) = "Range" Then
        value = CellHost.ValueOf(given)
    Else
        value = given
    End If
    If IsArray(value) Or TypeName(value) = "Error" Then
        Err.Raise 515, "xltool", CellWords.Unreadable()
    End If
    TextOf = Trim(CStr(value))
End Function
