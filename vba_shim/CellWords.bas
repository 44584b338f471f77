Attribute VB_Name = "CellWords"
Option Explicit
Option Private Module

' What cells are told, in ASCII (see Texts); parts of a list are parted by "|".

Public Function Stale() As String
    Stale = Texts.Unescaped("\u5DF2\u8FC7\u671F(\u8BF7\u70B9\u201C\u5168\u90E8\u6838\u5BF9\u201D\u66F4\u65B0):")
End Function

Public Function Renewing() As String
    Renewing = Texts.Unescaped("\u5DF2\u8FC7\u671F(\u7A0D\u5019\u81EA\u52A8\u66F4\u65B0):")
End Function

Public Function NotYet() As String
    NotYet = Texts.Unescaped("\u8FD8\u6CA1\u6709\u6838\u5BF9:\u8BF7\u70B9\u201C\u5168\u90E8\u6838\u5BF9\u201D")
End Function

Public Function NoTable() As String
    NoTable = Texts.Unescaped("\u6CA1\u6709\u8FD9\u5F20\u8868,\u8BF7\u5199 \u516C\u5F0003\u8868 \u8FD9\u6837\u7684\" & _
        "u7F16\u53F7,\u6216\u76F4\u63A5\u5F15\u7528\u5355\u5143\u683C(\u4E0D\u52A0\u5F15" & _
        "\u53F7):")
End Function

Public Function NoCell() As String
    NoCell = Texts.Unescaped("\u672A\u6838\u5BF9:\u8FD9\u91CC\u6CA1\u6709\u516C\u5F00\u8868\u7684\u6570")
End Function

Public Function NothingFound() As String
    NothingFound = Texts.Unescaped("\u6CA1\u6709\u4E0D\u7B26\u3001\u5C3E\u5DEE\u6216\u672A\u6838\u5BF9")
End Function

Public Function OtherSide() As String
    OtherSide = Texts.Unescaped("\u672A\u6838\u5BF9:\u8FD9\u4E00\u683C\u5728\u4E0A\u6B21\u6838\u5BF9\u7684\u8303" & _
        "\u56F4\u4E4B\u5916")
End Function

Public Function NoFigure() As String
    NoFigure = Texts.Unescaped("\u6CA1\u6709\u8FD9\u4E00\u683C,\u8BF7\u68C0\u67E5\u8868\u3001\u884C\u3001\u680F" & _
        "\u7684\u540D\u79F0:")
End Function

Public Function Moved() As String
    Moved = Texts.Unescaped("\u884C\u5217\u6709\u53D8\u52A8,\u8BF7\u70B9\u201C\u5168\u90E8\u6838\u5BF9\u201D" & _
        "\u540E\u518D\u53D6\u6570:")
End Function

Public Function NotSaid() As String
    NotSaid = Texts.Unescaped("\u4E0A\u6B21\u6838\u5BF9\u7684\u60C5\u51B5\u8BF4\u660E\u91CC\u6CA1\u6709\u8FD9\u6BB5" & _
        "\u6587\u5B57:\u8BF7\u6539\u540E\u70B9\u201C\u5168\u90E8\u6838\u5BF9\u201D,\u6216" & _
        "\u5728 Windows \u7248 Excel \u4E2D\u5B89\u88C5 xlwings \u540E\u76F4\u63A5\u6838" & _
        "\u5BF9")
End Function

Public Function NoNumber(ByVal text As String) As String
    NoNumber = ChrW(8220) & text & ChrW(8221) & Texts.Unescaped("\u4E0D\u662F\u6570:\u8BF7\u6539\u6210\u6570,\u6216\u5F15\u7528\u586B\u6570\u76" & _
        "84\u683C\u5B50")
End Function

Public Function Unreadable() As String
    Unreadable = Texts.Unescaped("\u770B\u4E0D\u61C2\u8FD9\u4E2A\u53C2\u6570,\u8BF7\u5199\u8868\u540D,\u6216\u5F15" & _
        "\u7528\u5355\u5143\u683C")
End Function

Public Function CannotAnswer() As String
    CannotAnswer = Texts.Unescaped("\u6CA1\u6709\u7B97\u51FA\u6765:")
End Function

Public Function States() As String
    States = Texts.Unescaped("\u4E00\u81F4 |\u5C3E\u5DEE |\u4E0D\u7B26 |\u672A\u6838\u5BF9 ")
End Function

Public Function FindingHead() As String
    FindingHead = Texts.Unescaped("\u7ED3\u8BBA|\u7EA7\u522B|\u4F4D\u7F6E|\u8BF4\u660E|\u6240\u5217|\u5BF9\u7167|\u5DEE" & _
        "\u989D")
End Function

Public Function FigureHead() As String
    FigureHead = Texts.Unescaped("\u6570|\u7ED3\u8BBA|\u8BF4\u7684\u662F|\u8BF4\u660E")
End Function
