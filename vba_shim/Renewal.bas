Attribute VB_Name = "Renewal"
Option Explicit

' Cells with our functions after a change: they say at once that they are out of date, and
' once the user pauses Python checks anew, where xlwings runs it.

Private Const PAUSE_SECONDS As Long = 2

Private waitingAt As Date
Private waitingFor As String

' The workbook has changed; "held" says that cells have shown it as checked until now.
Public Sub Changed(ByVal book As Object, ByVal held As Boolean)
    If held Or Host.IsOffice() Then Calculate book
    Later book
End Sub

' Called by the change events of Excel and of the sheets of a macro workbook.
Public Sub SheetChanged(ByVal target As Object)
    Dim book As Object
    On Error Resume Next
    Set book = target.Worksheet.Parent
    If IsQuestion(target) Then
        Later book
    Else
        Checked.Noticed book
    End If
End Sub

' A question about the workbook that is typed into a cell does not change it.
Private Function IsQuestion(ByVal target As Object) As Boolean
    On Error Resume Next
    If target.Rows.Count = 1 And target.Columns.Count = 1 Then IsQuestion = IsAnswer(target.Formula)
End Function

' Whether a formula tells of a check: what it shows is no part of the document.
Public Function IsAnswer(ByVal text As String) As Boolean
    If InStr(1, text, "BUDGET_", vbTextCompare) = 0 Then Exit Function
    IsAnswer = InStr(1, text, "BUDGET_CHECK(", vbTextCompare) > 0
    If InStr(1, text, "BUDGET_FINDINGS(", vbTextCompare) > 0 Then IsAnswer = True
    If InStr(1, text, "BUDGET_NARRATIVE(", vbTextCompare) > 0 Then IsAnswer = True
End Function

' Checks again when nothing has changed for a moment.
Public Sub Later(ByVal book As Object)
    If Not Python.IsReady() Then Exit Sub
    If CellsOf(book, False) = 0 Then Exit Sub
    On Error Resume Next
    If waitingFor <> "" Then Application.OnTime waitingAt, Procedure(), , False
    waitingFor = CellHost.FullNameOf(book)
    waitingAt = Now + TimeSerial(0, 0, PAUSE_SECONDS)
    Application.OnTime waitingAt, Procedure()
End Sub

Private Function Procedure() As String
    Procedure = "'" & ThisWorkbook.Name & "'!Renewal.Recheck"
End Function

Public Sub Recheck()
    Dim book As Object, one As Object, since As String
    On Error Resume Next
    For Each one In Workbooks
        If one.FullName = waitingFor Then Set book = one
    Next
    waitingFor = ""
    If book Is Nothing Then Exit Sub
    Host.LetCancel False
    since = Checked.Generation(book)
    If Python.Refreshed(book, Checked.StoreOf(book)) <> "" Then Exit Sub
    Checked.Settle book, since
    Calculate book
End Sub

' Calculates the cells with our functions, and nothing else that the user holds back.
Public Sub Calculate(ByVal book As Object)
    On Error Resume Next
    If Host.IsOffice() Then
        CellHost.CalculateAll
        Exit Sub
    End If
    If CellsOf(book, True) > 0 And Application.Calculation = -4105 Then Application.Calculate
End Sub

' How many cells have one of our functions; they are marked as due where that is asked.
Private Function CellsOf(ByVal book As Object, ByVal areDue As Boolean) As Long
    Dim sheet As Object, block As Variant, r As Long, c As Long
    On Error Resume Next
    For Each sheet In book.Worksheets
        block = sheet.UsedRange.Formula
        If Not IsArray(block) Then block = sheet.UsedRange.Resize(1, 2).Formula
        For r = 1 To UBound(block, 1)
            For c = 1 To UBound(block, 2)
                If IsCall(block(r, c)) Then
                    CellsOf = CellsOf + 1
                    If areDue Then sheet.UsedRange.Cells(r, c).Dirty
                End If
            Next
        Next
    Next
End Function

Private Function IsCall(ByVal text As Variant) As Boolean
    If Left(CStr(text), 1) = "=" Then IsCall = InStr(1, text, "BUDGET_", vbTextCompare) > 0
End Function
