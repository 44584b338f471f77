Attribute VB_Name = "Checked"
Option Explicit
Option Private Module

' The last check of each workbook as Python stored it (xltool/addin/cells/stored.py), in the
' user's profile, and whether it still holds: a change that was seen, or a fingerprint that
' differs, makes it out of date. All of it is held as text: LibreOffice empties objects of
' a module when a macro ends.

Private Const LARGEST As Double = 2147483647
Private Const MOST_KEPT As Long = 50

Private session As String
Private changes As String
Private states As String
Private begun As String
Private loadedFor As String
Private content As String

' The number of the state that the workbook is in; it rises with every change.
Public Function Generation(ByVal book As Object) As String
    If session = "" Then session = CLng(Date) & "-" & CLng(Timer * 100)
    Generation = session & "-" & Noted(changes, CellHost.FullNameOf(book))
End Function

' Something in the workbook has changed.
Public Sub Noticed(ByVal book As Object)
    Dim held As Boolean
    Select Case Noted(states, CellHost.FullNameOf(book))
    Case "current", "doubted"
        held = True
    End Select
    Note changes, CellHost.FullNameOf(book), CStr(Val(Noted(changes, CellHost.FullNameOf(book))) + 1)
    Note states, CellHost.FullNameOf(book), "stale"
    Renewal.Changed book, held
End Sub

' A check begins with the workbook as it is now.
Public Sub Begin(ByVal book As Object)
    begun = Generation(book)
End Sub

' Whether something has changed since then: what was made for the workbook no longer fits.
Public Function IsOvertaken(ByVal book As Object) As Boolean
    IsOvertaken = (begun <> Generation(book))
End Function

' The check that began is over: its answers hold unless something changed meanwhile.
Public Sub Keep(ByVal book As Object, ByVal answers As String)
    FileCopy answers, StoreOf(book)
    Settle book, begun
    ForgetOldest
End Sub

' One file a workbook: of more than a user has at hand the oldest goes.
Private Sub ForgetOldest()
    Dim folder As String, found As String, oldest As String, count As Long
    On Error Resume Next
    folder = Host.Folder()
    found = Dir(folder & "checked-*.txt")
    Do While found <> ""
        count = count + 1
        If oldest = "" Then oldest = found
        If FileDateTime(folder & found) < FileDateTime(folder & oldest) Then oldest = found
        found = Dir()
    Loop
    If count <= MOST_KEPT Then Exit Sub
    Host.Remove folder & oldest
    Host.Remove folder & oldest & ".seen"
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

' What a cell shows is not what the check saw. Excel calculates before it tells of a change:
' the cells that do not depend on that one are still to be told.
Public Sub Doubt(ByVal book As Object)
    If IsCurrent(book) Then Note states, CellHost.FullNameOf(book), "doubted"
End Sub

' Of a workbook not yet seen in this session: is it as it was checked?
Private Function Compared(ByVal book As Object) As String
    Dim seen As Variant
    Compared = "stale"
    If Dir(StoreOf(book) & ".seen") = "" Then Exit Function
    seen = Texts.ReadLines(StoreOf(book) & ".seen")
    If seen(0) = Fingerprint(book) Then Compared = "current"
End Function

' A number of all formulas and typed values in the sheets that were checked; cells that tell
' of a check do not count.
Private Function Fingerprint(ByVal book As Object) As String
    Dim one As Variant, sum As Double
    sum = 1
    For Each one In Lines(book, "sheet")
        sum = SheetSum(book, Texts.Unescaped(Mid(one, 7)), sum)
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

' The remainder is taken now and then: 31 ^ 4 times the largest is still a whole number.
Private Function Mixed(ByVal sum As Double, ByVal text As String, ByVal place As Long) As Double
    Dim i As Long, made As Double
    Mixed = sum
    If text = "" Then Exit Function
    If Renewal.IsAnswer(text) Then Exit Function
    made = Reduced(sum * 31 + place)
    For i = 1 To Len(text)
        made = made * 31 + AscW(Mid(text, i, 1))
        If i Mod 4 = 0 Then made = made - Int(made / LARGEST) * LARGEST
    Next
    Mixed = Reduced(made)
End Function

Private Function Reduced(ByVal value As Double) As Double
    Reduced = value - Int(value / LARGEST) * LARGEST
End Function

Public Function Exists(ByVal book As Object) As Boolean
    ReadStore book
    Exists = (content <> "")
End Function

Public Function StoreOf(ByVal book As Object) As String
    StoreOf = Host.Folder() & "checked-" & CStr(Mixed(7, CellHost.FullNameOf(book), 0)) & ".txt"
End Function

' The fields of the line that begins with these names; the first is "" where there is none.
' Names are compared as they are written in the file.
Public Function Entry(ByVal book As Object, ByVal names As Variant) As Variant
    Dim beginning As String, at As Long, i As Long, found As String
    ReadStore book
    beginning = vbLf
    For i = LBound(names) To UBound(names)
        beginning = beginning & Texts.Escaped(names(i)) & vbTab
    Next
    at = InStr(1, content, beginning, vbBinaryCompare)
    If at > 0 Then found = Mid(content, at + 1, InStr(at + 1, content, vbLf, vbBinaryCompare) - at - 1)
    Entry = Actions.FieldsOf(found & vbTab)
End Function

' Lines of one kind, in order, still as they are written.
Public Function Lines(ByVal book As Object, ByVal kind As String) As Variant
    Dim at As Long, finish As Long, found As String
    ReadStore book
    at = InStr(1, content, vbLf & kind & vbTab, vbBinaryCompare)
    Do While at > 0
        finish = InStr(at + 1, content, vbLf, vbBinaryCompare)
        found = found & Mid(content, at, finish - at)
        at = InStr(finish, content, vbLf & kind & vbTab, vbBinaryCompare)
    Loop
    Lines = Split(Mid(found, 2), vbLf)
End Function

Private Sub ReadStore(ByVal book As Object)
    Dim all As Variant
    If loadedFor = CellHost.FullNameOf(book) Then Exit Sub
    content = ""
    loadedFor = CellHost.FullNameOf(book)
    If Dir(StoreOf(book)) = "" Then Exit Sub
    all = Texts.ReadLines(StoreOf(book))
    If all(0) = "xltool-checked 1" And all(UBound(all)) = "end" Then content = vbLf & Join(all, vbLf) & vbLf
End Sub

' What is noted of a workbook in a list of "name, tab, value" lines.
Private Function Noted(ByVal list As String, ByVal key As String) As String
    Dim at As Long
    at = InStr(1, list, vbLf & key & vbTab, vbBinaryCompare)
    If at = 0 Then Exit Function
    at = at + Len(key) + 2
    Noted = Mid(list, at, InStr(at, list, vbLf, vbBinaryCompare) - at)
End Function

Private Sub Note(ByRef list As String, ByVal key As String, ByVal value As String)
    Dim was As String
    was = Noted(list, key)
    If list = "" Then list = vbLf
    list = Replace(list, vbLf & key & vbTab & was & vbLf, vbLf) & key & vbTab & value & vbLf
End Sub
