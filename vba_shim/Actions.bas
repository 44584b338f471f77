Attribute VB_Name = "Actions"
Option Explicit

' Applies an action file (xltool/addin/actions.py) to a workbook: one line, one edit.

Private Const XL_NONE As Long = -4142
Private Const XL_AUTOMATIC As Long = -4105
Private Const XL_DOWN As Long = -4121
Private Const XL_CENTER As Long = -4108
Private Const XL_LEFT As Long = -4131
Private Const XL_RIGHT As Long = -4152

Private filterSheet As Object
Private filterArea As String

Public Function IsComplete(ByVal lines As Variant) As Boolean
    IsComplete = (lines(0) = "xltool-actions 1" And lines(UBound(lines)) = "end")
End Function

Public Function IsEdit(ByVal entry As String) As Boolean
    Dim kind As String
    kind = Split(entry & vbTab, vbTab)(0)
    Select Case kind
    Case "", "xltool-actions 1", "end", "say", "goto", "open"
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

' Applies the last "count" edits (all if negative); "done" says how many are through,
' so that the caller can take those back when one fails.
Public Sub Apply(ByVal book As Object, ByVal lines As Variant, ByVal count As Long, ByRef done As Long)
    Dim i As Long, skip As Long
    Set filterSheet = Nothing
    done = 0
    If count >= 0 Then skip = EditCount(lines) - count
    For i = LBound(lines) To UBound(lines)
        If IsEdit(lines(i)) Then
            If skip > 0 Then
                skip = skip - 1
            Else
                ApplyLine book, lines(i)
                done = done + 1
            End If
        End If
    Next
    LayFilter
End Sub

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
    Case "content": SetContent book.Worksheets(f(1)).Range(f(2)), f(4)
    Case "format": book.Worksheets(f(1)).Range(f(2)).NumberFormat = f(4)
    Case "fill": SetFill book.Worksheets(f(1)).Range(f(2)), f(4)
    Case "note": SetNote book.Worksheets(f(1)).Range(f(2)), f(4)
    Case "colours": ColourText book.Worksheets(f(1)).Range(f(2)), f(3), f(4)
    Case "link": SetLink book.Worksheets(f(1)), book.Worksheets(f(1)).Range(f(2)), f(4)
    Case "look": SetLook book.Worksheets(f(1)).Range(f(2)), f(5)
    Case "height": book.Worksheets(f(1)).Rows(CLng(f(2))).AutoFit
    Case "insert": InsertRows book.Worksheets(f(1)), CLng(f(2)), CLng(f(3)), CLng(f(4))
    Case "delete": DeleteRows book.Worksheets(f(1)), CLng(f(2)), CLng(f(3))
    Case "addsheet": AddSheet book, f
    Case "removesheet": RemoveSheet book, f(1)
    Case "name": SetName book, f(1), f(3)
    Case Else: Err.Raise vbObjectError + 513, "xltool", f(0)
    End Select
End Sub

Private Sub SetContent(ByVal cell As Object, ByVal state As String)
    Dim rest As String
    rest = Mid(state, 2)
    Select Case Left(state, 1)
    Case "#": cell.Value = Val(rest)
    Case "'": WriteText cell, rest
    Case "=": WriteFormula cell, Left(rest, InStrRev(rest, Chr(1)) - 1)
    Case Else: cell.ClearContents
    End Select
End Sub

' A text stays a text whatever it looks like ("201", "=A1"); the cell keeps its format.
Private Sub WriteText(ByVal cell As Object, ByVal text As String)
    Dim code As String
    code = cell.NumberFormat
    If code <> "@" Then cell.NumberFormat = "@"
    cell.Value = text
    If code <> "@" Then cell.NumberFormat = code
End Sub

Private Sub WriteFormula(ByVal cell As Object, ByVal text As String)
    If cell.NumberFormat = "@" Then cell.NumberFormat = "General"
    If Left(text, 2) = "{=" Then
        cell.FormulaArray = Mid(text, 2, Len(text) - 2)
    Else
        cell.Formula = "=" & text
    End If
End Sub

Private Sub SetFill(ByVal cell As Object, ByVal state As String)
    If state = "-" Then
        cell.Interior.Pattern = XL_NONE
        cell.Interior.ColorIndex = XL_NONE
    Else
        cell.Interior.Color = ColourOf(state)
    End If
End Sub

Private Sub SetNote(ByVal cell As Object, ByVal state As String)
    If Not cell.Comment Is Nothing Then cell.Comment.Delete
    If state <> "-" Then cell.AddComment Mid(state, 2)
End Sub

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
    Dim p As Variant
    cell.ClearFormats
    If properties = "-" Then Exit Sub
    p = Split(properties, ",")
    cell.Font.Name = p(7)
    cell.Font.Size = Val(p(0))
    cell.Font.Bold = (p(1) = "1")
    If p(2) <> "-" Then cell.Font.Color = ColourOf(p(2))
    If p(3) = "1" Then cell.Font.Underline = 2
    If p(4) <> "-" Then cell.Interior.Color = ColourOf(p(4))
    If p(5) = "1" Then
        cell.Borders.LineStyle = 1
        cell.Borders.Color = ColourOf("BFBFBF")
    End If
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
        Err.Raise vbObjectError + 514, "xltool", sheet.Name & " " & at
    End If
    gone.Delete
End Sub

Private Sub AddSheet(ByVal book As Object, ByVal f As Variant)
    Dim sheet As Object, widths As Variant, i As Long
    Set sheet = book.Worksheets.Add(, book.Worksheets(book.Worksheets.Count))
    sheet.Name = f(1)
    widths = Split(f(2), ",")
    For i = 0 To UBound(widths)
        sheet.Columns(i + 1).ColumnWidth = Val(widths(i))
    Next
    If f(3) <> "-" Then
        Set filterSheet = sheet
        filterArea = f(3)
    End If
    Host.LayOut sheet, CLng(f(4)), f(5) = "1"
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
