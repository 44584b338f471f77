Attribute VB_Name = "Python"
Option Explicit
Option Private Module

' The cell functions in Python through the xlwings add-in, where it is loaded: late-bound,
' so that this project compiles without it. Python is started and the workbook checked only
' between calculations (Renewal); cells ask what was checked then.

Private Const UDFS As String = "xltool.addin.udfs"

Private server As Object
Private failed As Boolean
Private checkedStates As String

' Whether xlwings could be asked: its add-in is open and has not failed yet.
Public Function IsReady() As Boolean
    If failed Or Host.IsOffice() Or Host.IsMac() Then Exit Function
    If Not Host.HasXlwings() Then Exit Function
    IsReady = (Roads.Fixed() = "" Or Roads.Fixed() = "xlwings")
End Function

' Try again: the user has installed or mended something.
Public Sub Forgive()
    failed = False
End Sub

' Lets Python check the workbook and store the answers; "" or why not.
Public Function Refreshed(ByVal book As Object, ByVal target As String) As String
    Dim given As Object, state As String
    On Error GoTo Broken
    state = StateOf(book)
    If server Is Nothing Then Set server = Application.Run("'xlwings.xlam'!XLPy")
    Set given = server.Tuple(book, state, target)
    Refreshed = server.Str(server.Call(server.Module(UDFS), "refresh", given))
    If Refreshed = "" Then checkedStates = checkedStates & vbLf & state & vbLf
    Exit Function
Broken:
    Refreshed = Err.Description
    Set server = Nothing
    failed = True
End Function

' The answer of a Python function on a workbook that it has checked as it stands; False where
' it gives none.
Public Function Told(ByVal book As Object, ByVal title As String, ByVal given As Variant, ByRef answer As Variant) As Boolean
    If server Is Nothing Then Exit Function
    If InStr(checkedStates, vbLf & StateOf(book) & vbLf) = 0 Then Exit Function
    On Error GoTo Broken
    answer = server.CallUDF(UDFS, title, WithState(given, book))
    Told = True
    Exit Function
Broken:
    Set server = Nothing
End Function

Private Function WithState(ByVal given As Variant, ByVal book As Object) As Variant
    Dim all As Variant
    all = given
    ReDim Preserve all(0 To UBound(given) + 1)
    all(UBound(all)) = StateOf(book)
    WithState = all
End Function

Private Function StateOf(ByVal book As Object) As String
    StateOf = CellHost.FullNameOf(book) & vbTab & Checked.Generation(book)
End Function
