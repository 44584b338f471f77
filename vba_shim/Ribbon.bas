Attribute VB_Name = "Ribbon"
Option Explicit

' Callbacks of customUI14.xml: one line each into the bridge.

Public Sub RibbonLoaded(ribbon As Object)
    Bridge.Loaded ribbon
End Sub

Public Sub RibbonEnabled(control As Object, ByRef enabled)
    enabled = Bridge.IsEnabled(control.ID)
End Sub

Public Sub RibbonImportData(control As Object)
    Bridge.Run "import-data"
End Sub

Public Sub RibbonFillTemplate(control As Object)
    Bridge.Run "fill-template"
End Sub

Public Sub RibbonRecompute(control As Object)
    Bridge.Run "recompute"
End Sub

Public Sub RibbonCheckTables(control As Object)
    Bridge.Run "check-tables"
End Sub

Public Sub RibbonCheckNarrative(control As Object)
    Bridge.Run "check-narrative"
End Sub

Public Sub RibbonCheckAll(control As Object)
    Bridge.Run "check-all"
End Sub

Public Sub RibbonNextFinding(control As Object)
    Bridge.Run "next-finding"
End Sub

Public Sub RibbonUnmark(control As Object)
    Bridge.Run "unmark"
End Sub

Public Sub RibbonReport(control As Object)
    Bridge.Run "report"
End Sub

Public Sub RibbonUndo(control As Object)
    Bridge.Run "undo"
End Sub

Public Sub RibbonSettings(control As Object)
    Bridge.Run "settings"
End Sub

Public Sub RibbonDoctor(control As Object)
    Bridge.Run "doctor"
End Sub

Public Sub RibbonHelp(control As Object)
    Bridge.Run "help"
End Sub
