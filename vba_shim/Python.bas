Attribute VB_Name = "Python"
Option Explicit

' The cell functions in Python through the xlwings add-in, where it is loaded: late-bound,
' so that this project compiles without it. Python is started and the workbook checked only
' between calculations (Renewal); cells ask what was checked then.

Private Const UDFS As String = "xltool.addin.udfs"

Private server As Object
Private failed As Boolean
Private checkedBooks As String

' Whether xlwings could be asked: its add-in is open and has not failed yet.
Public Function IsReady() As Boolean
    Dim addin As Object
    If failed Or Host.IsOffice() Then Exit Function
    If Environ("XLTOOL_ROAD") <> "" And Environ("XLTOOL_ROAD") <> "xlwings" Then Exit Function
    On Error Resume Next
    Set addin = Workbooks("xlwings.xlam")
    IsReady = Not addin Is Nothing
End Function

' Try again: the user has installed or mended something.
Public Sub Forgive()
    failed = False
End Sub

' Lets Python check the workbook and store the answers; "" or why not.
Public Function Refreshed(ByVal book As Object, ByVal target As String) As String
    Dim given As Object
    On Error GoTo Broken
    If server Is Nothing Then Set server = Application.Run("'xlwings.xlam'!XLPy")
    Set given = server.Tuple(book, Checked.Generation(book), target)
    Refreshed = server.Str(server.Call(server.Module(UDFS), "refresh", given))
    If Refreshed = "" Then Remember book
    Exit Function
Broken:
    Refreshed = Err.Description
    Set server = Nothing
    failed = True
End Function

' The answer of a Python function on a workbook that it has checked; False where it gives none.
Public Function Told(ByVal book As Object, ByVal title As String, ByVal given As Variant, ByRef answer As Variant) As Boolean
    If server Is Nothing Then Exit Function
    If Not IsRemembered(book) Then Exit Function
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
    all(UBound(all)) = CellHost.FullNameOf(book) & vbTab & Checked.Generation(book)
    WithState = all
End Function

Private Sub Remember(ByVal book As Object)
    If Not IsRemembered(book) Then checkedBooks = checkedBooks & vbLf & CellHost.FullNameOf(book) & vbLf
End Sub

Private Function IsRemembered(ByVal book As Object) As Boolean
    IsRemembered = InStr(checkedBooks, vbLf & CellHost.FullNameOf(book) & vbLf) > 0
End Function
