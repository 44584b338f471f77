Attribute VB_Name = "CellHost"
Option Private Module

' What the cell functions need of the host, and differs. No Option Explicit here, as in Host:
' ThisComponent is known to LibreOffice alone.

Public Function ValueOf(ByVal cells As Object) As Variant
    ValueOf = cells.Value
End Function

' LibreOffice gives no path in a workbook's full name.
Public Function FullNameOf(ByVal book As Object) As String
    FullNameOf = book.FullName
    If Host.IsOffice() Then FullNameOf = ThisComponent.getURL()
End Function

Public Sub CalculateAll()
    ThisComponent.calculateAll
End Sub
