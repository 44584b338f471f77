Attribute VB_Name = "Texts"
Option Explicit
Option Private Module

' Text in ASCII sources and files: a character beyond it stands as \uXXXX.

Public Function Unescaped(ByVal text As String) As String
    Dim parts As Variant, i As Long
    parts = Split(text, "\u")
    If UBound(parts) < 1 Then
        Unescaped = text
        Exit Function
    End If
    For i = 1 To UBound(parts)
        parts(i) = ChrW(CLng("&H" & Left(parts(i), 4))) & Mid(parts(i), 5)
    Next
    Unescaped = Join(parts, "")
End Function

Public Function Escaped(ByVal text As String) As String
    Dim i As Long, code As Long, made As String
    For i = 1 To Len(text)
        code = AscW(Mid(text, i, 1))
        If code < 0 Then code = code + 65536
        If code >= 32 And code < 127 And code <> 92 Then
            made = made & Mid(text, i, 1)
        Else
            made = made & "\u" & Right("000" & Hex(code), 4)
        End If
    Next
    Escaped = made
End Function

Public Function ReadLines(ByVal path As String) As Variant
    Dim number As Integer, entry As String, count As Long, trouble As Long
    Dim lines() As String
    ReDim lines(0 To 255)
    number = FreeFile
    Open path For Input Access Read Shared As #number
    On Error GoTo Broken
    Do While Not EOF(number)
        Line Input #number, entry
        If count > UBound(lines) Then ReDim Preserve lines(0 To 2 * count)
        If Right(entry, 1) = vbCr Then entry = Left(entry, Len(entry) - 1)
        lines(count) = entry
        count = count + 1
    Loop
    Close #number
    If count = 0 Then count = 1
    ReDim Preserve lines(0 To count - 1)
    ReadLines = lines
    Exit Function
Broken:
    trouble = Err.Number
    Close #number
    Err.Raise trouble
End Function

Public Function SizeOf(ByVal path As String) As Long
    On Error Resume Next
    If Dir(path) <> "" Then SizeOf = FileLen(path)
End Function

' What follows "kind" in the last line of that kind, which another program may be writing
' meanwhile; "otherwise" where there is none to be read.
Public Function LastOf(ByVal path As String, ByVal kind As String, ByVal otherwise As String) As String
    Dim lines As Variant, i As Long
    LastOf = otherwise
    On Error Resume Next
    lines = ReadLines(path)
    If Err.Number <> 0 Then Exit Function
    For i = LBound(lines) To UBound(lines)
        If Left(lines(i), Len(kind) + 1) = kind & vbTab Then LastOf = Unescaped(Mid(lines(i), Len(kind) + 2))
    Next
End Function

Public Sub WriteLines(ByVal path As String, ByVal lines As Variant)
    Dim number As Integer, i As Long
    number = FreeFile
    Open path For Output As #number
    For i = LBound(lines) To UBound(lines)
        Print #number, lines(i)
    Next
    Close #number
End Sub
