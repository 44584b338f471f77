Attribute VB_Name = "Checked"
Option Explicit

' The last check of each workbook as Python stored it (xltool/addin/cells/stored.py), in the
' user's profile, and whether it still holds: a change that was seen, or a fingerprint that
' differs, makes it out of date.

Private Const LARGEST As Double = 2147483647

Private session As String
Private changes As Collection
Private states As Collection
Private begun As String
Private loadedFor As String
Private byKey As Collection
Private listed As Collection

' The number of the state that the workbook is in; it rises with every change.
Public Function Generation(ByVal book As Object) As String
    If session = "" Then session = CLng(Date) & "-" & CLng(Timer * 100)
    Generation = session & "-" & Noted(changes, CellHost.FullNameOf(book))
End Function

' Something in the workbook has changed.
Public Sub Noticed(ByVal book As Object)
    Dim held As Boolean
    held = (Noted(states, CellHost.FullNameOf(book)) = "current")
    Note changes, CellHost.FullNameOf(book), CStr(Val(Noted(changes, CellHost.FullNameOf(book))) + 1)
    Note states, CellHost.FullNameOf(book), "stale"
    Renewal.Changed book, held
End Sub

' A check begins with the workbook as it is now.
Public Sub Begin(ByVal book As Object)
    begun = Generation(book)
End Sub

' The check that began is over: its answers hold unless something changed meanwhile.
Public Sub Keep(ByVal book As Object, ByVal answers As String)
    If answers <> StoreOf(book) Then FileCopy answers, StoreOf(book)
    Settle book, begun
End Sub

Public Sub Settle(ByVal book As Object, ByVal since As String)
    loadedFor = ""
    If since = Generation(book) Then
        Note states, CellHost.FullNameOf(book), "current"
        Texts.WriteLines StoreOf(book) & ".seen", Array(Fingerprint(book))
    Else
        Note states, CellHost.FullNameOf(book), "stale"
        Host.Remove StoreOf(book) & ".seen"
    End If
End Sub

' Whether the stored check is of the workbook as it stands.
Public Function IsCurrent(ByVal book As Object) As Boolean
    If Noted(states, CellHost.FullNameOf(book)) = "" Then Note states, CellHost.FullNameOf(book), Compared(book)
    IsCurrent = (Noted(states, CellHost.FullNameOf(book)) = "current")
End Function

' What a cell shows is not what the check saw: some change went unnoticed.
Public Sub Doubt(ByVal book As Object)
    Note states, CellHost.FullNameOf(book), "stale"
End Sub

' Of a workbook not yet seen in this session: is it as it was checked?
Private Function Compared(ByVal book As Object) As String
    Dim seen As Variant
    Compared = "stale"
    If Dir(StoreOf(book) & ".seen") = "" Then Exit Function
    seen = Texts.ReadLines(StoreOf(book) & ".seen")
    If seen(0) = Fingerprint(book) Then Compared = "current"
End Function

' A number of all formulas and typed values in the sheets that were checked; cells with one
' of our functions do not count.
Private Function Fingerprint(ByVal book As Object) As String
    Dim one As Variant, sum As Double
    OpenStore book
    sum = 1
    For Each one In listed
        If Left(one, 6) = "sheet" & vbTab Then sum = SheetSum(book, Texts.Unescaped(Mid(one, 7)), sum)
    Next
    Fingerprint = CStr(sum)
End Function

Private Function SheetSum(ByVal book As Object, ByVal title As String, ByVal sum As Double) As Double
    Dim block As Variant, r As Long, c As Long
    SheetSum = sum
    On Error GoTo Gone
    block = book.Worksheets(title).UsedRange.Formula
    If Not IsArray(block) Then
        SheetSum = Mixed(sum, CStr(block), 1)
        Exit Function
    End If
    For r = LBound(block, 1) To UBound(block, 1)
        For c = LBound(block, 2) To UBound(block, 2)
            SheetSum = Mixed(SheetSum, CStr(block(r, c)), r * 500 + c)
        Next
    Next
    Exit Function
Gone:
    SheetSum = Mixed(SheetSum, title, 0)
End Function

Private Function Mixed(ByVal sum As Double, ByVal text As String, ByVal place As Long) As Double
    Dim i As Long, code As Long
    Mixed = sum
    If text = "" Then Exit Function
    If InStr(UCase(text), "BUDGET_") > 0 Then Exit Function
    Mixed = Reduced(sum * 31 + place)
    For i = 1 To Len(text)
        code = AscW(Mid(text, i, 1))
        If code < 0 Then code = code + 65536
        Mixed = Reduced(Mixed * 31 + code)
    Next
End Function

Private Function Reduced(ByVal value As Double) As Double
    Reduced = value - Int(value / LARGEST) * LARGEST
End Function

Public Function Exists(ByVal book As Object) As Boolean
    Exists = Dir(StoreOf(book)) <> ""
End Function

Public Function StoreOf(ByVal book As Object) As String
    StoreOf = Host.Folder() & "checked-" & CStr(Mixed(7, CellHost.FullNameOf(book), 0)) & ".txt"
End Function

' The fields of the line that begins so; the first is "" where there is none. Names are
' given as they are and compared as they are written in the file.
Public Function Entry(ByVal book As Object, ByVal kind As String, ByVal first As String, ByVal second As String, ByVal third As String) As Variant
    Dim found As String, key As String
    OpenStore book
    key = Texts.Escaped(kind & vbLf & first & vbLf & second & vbLf & third)
    On Error Resume Next
    found = byKey.Item(key)
    On Error GoTo 0
    Entry = Actions.FieldsOf(found & vbTab)
End Function

' Lines of one kind, in order, still as they are written.
Public Function Lines(ByVal book As Object, ByVal kind As String) As Collection
    Dim one As Variant, found As New Collection
    OpenStore book
    For Each one In listed
        If Left(one, Len(kind) + 1) = kind & vbTab Then found.Add one
    Next
    Set Lines = found
End Function

Private Sub OpenStore(ByVal book As Object)
    Dim all As Variant, i As Long
    If loadedFor = CellHost.FullNameOf(book) Then Exit Sub
    Set byKey = New Collection
    Set listed = New Collection
    loadedFor = CellHost.FullNameOf(book)
    If Not Exists(book) Then Exit Sub
    all = Texts.ReadLines(StoreOf(book))
    If all(0) <> "xltool-checked 1" Or all(UBound(all)) <> "end" Then Exit Sub
    On Error Resume Next
    For i = 1 To UBound(all) - 1
        FileAway CStr(all(i))
    Next
End Sub

Private Sub FileAway(ByVal text As String)
    Dim f As Variant, key As String
    f = Split(text & vbTab & vbTab & vbTab, vbTab)
    Select Case f(0)
    Case "line": key = KeyOf(f, 0)
    Case "table", "called", "text": key = KeyOf(f, 1)
    Case "cell", "said", "row", "column", "label": key = KeyOf(f, 2)
    Case "place": key = KeyOf(f, 3)
    End Select
    If key = "" Then
        listed.Add text
    Else
        byKey.Add text, key
    End If
End Sub

Private Function KeyOf(ByVal f As Variant, ByVal count As Long) As String
    Dim i As Long
    KeyOf = f(0)
    For i = 1 To 3
        KeyOf = KeyOf & "\u000A"
        If i <= count Then KeyOf = KeyOf & f(i)
    Next
End Function

Private Function Noted(ByVal list As Collection, ByVal key As String) As String
    On Error Resume Next
    If Not list Is Nothing Then Noted = list.Item(key)
End Function

Private Sub Note(ByRef list As Collection, ByVal key As String, ByVal value As String)
    If list Is Nothing Then Set list = New Collection
    On Error Resume Next
    list.Remove key
    list.Add value, key
End Sub
