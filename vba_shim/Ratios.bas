Attribute VB_Name = "Ratios"
Option Explicit
Option Private Module

' Shares, growth and completion without Python: long division of whole numbers, so that a
' half is rounded up exactly, which binary fractions cannot do.

Private Const DECIMALS As Long = 4
Private Const LARGEST_WHOLE As Double = 900000000000000#

Public Function Share(ByVal part As Variant, ByVal total As Variant) As Variant
    Share = Told(part, total, False)
End Function

Public Function Growth(ByVal present As Variant, ByVal past As Variant) As Variant
    Growth = Told(present, past, True)
End Function

Private Function Told(ByVal above As Variant, ByVal below As Variant, ByVal isGrowth As Boolean) As Variant
    Dim top As Variant, bottom As Variant
    On Error GoTo Failed
    top = NumberOf(above)
    bottom = NumberOf(below)
    If VarType(top) = vbString Then
        Told = CellWords.NoNumber(top)
    ElseIf VarType(bottom) = vbString Then
        Told = CellWords.NoNumber(bottom)
    ElseIf bottom = 0 Then
        Told = ""
    Else
        Told = Divided(CDbl(top), CDbl(bottom), isGrowth)
    End If
    Exit Function
Failed:
    Told = CellWords.CannotAnswer() & Err.Description
End Function

' A number as a Double, nothing as 0; what is none comes back as its text.
Private Function NumberOf(ByVal given As Variant) As Variant
    Dim value As Variant, text As String
    If TypeName(given) = "Range" Then
        value = CellHost.ValueOf(given)
    Else
        value = given
    End If
    If IsArray(value) Then
        NumberOf = "( )"
    ElseIf IsEmpty(value) Then
        NumberOf = CDbl(0)
    ElseIf VarType(value) = vbString Then
        text = Replace(Replace(Trim(value), ",", ""), ChrW(65292), "")
        NumberOf = text
        If text = "" Then
            NumberOf = CDbl(0)
        ElseIf IsPlain(text) Then
            NumberOf = CDbl(Val(text))
        End If
    ElseIf VarType(value) = vbBoolean Or IsError(value) Then
        NumberOf = CStr(value)
    Else
        NumberOf = CDbl(value)
    End If
End Function

' Whether a text is digits with at most one point and a sign, whatever the country.
Private Function IsPlain(ByVal text As String) As Boolean
    Dim i As Long, points As Long, figures As Long
    For i = 1 To Len(text)
        Select Case Mid(text, i, 1)
        Case "0" To "9": figures = figures + 1
        Case ".": points = points + 1
        Case "-", "+": If i > 1 Then Exit Function
        Case Else: Exit Function
        End Select
    Next
    IsPlain = figures > 0 And points <= 1
End Function

Private Function Divided(ByVal top As Double, ByVal bottom As Double, ByVal isGrowth As Boolean) As Double
    Dim scaled As Double, above As Double, below As Double, sign As Double
    scaled = ScaleOf(top, bottom)
    above = Whole(top, scaled)
    below = Whole(bottom, scaled)
    If isGrowth Then above = above - below
    sign = 1
    If (above < 0) <> (below < 0) Then sign = -1
    If below <> 0 Then Divided = sign * Quotient(Abs(above), Abs(below))
End Function

' The power of ten that makes both whole, or the largest that leaves them exact.
Private Function ScaleOf(ByVal one As Double, ByVal other As Double) As Double
    Dim largest As Double
    largest = Abs(one)
    If Abs(other) > largest Then largest = Abs(other)
    ScaleOf = 1
    Do Until IsWhole(one * ScaleOf) And IsWhole(other * ScaleOf)
        If largest * ScaleOf * 10 > LARGEST_WHOLE Then Exit Do
        ScaleOf = ScaleOf * 10
    Loop
End Function

' Whole but for what binary fractions add in the sixteenth digit.
Private Function IsWhole(ByVal value As Double) As Boolean
    IsWhole = (Abs(value - Int(value + 0.5)) <= Abs(value) * 0.000000000000001)
End Function

Private Function Whole(ByVal value As Double, ByVal scaled As Double) As Double
    Whole = Sgn(value) * Int(Abs(value) * scaled + 0.5)
End Function

Private Function Quotient(ByVal above As Double, ByVal below As Double) As Double
    Dim made As Double, rest As Double, i As Long
    made = Times(above, below, rest)
    For i = 1 To DECIMALS
        above = rest * 10
        made = made * 10 + Times(above, below, rest)
    Next
    If 2 * rest >= below Then made = made + 1
    Quotient = made / 10 ^ DECIMALS
End Function

' How often "below" goes into "above", and what is left.
Private Function Times(ByVal above As Double, ByVal below As Double, ByRef rest As Double) As Double
    Times = Int(above / below)
    rest = above - Times * below
    If rest < 0 Then
        Times = Times - 1
        rest = rest + below
    ElseIf rest >= below Then
        Times = Times + 1
        rest = rest - below
    End If
End Function
