Attribute VB_Name = "Words"
Option Explicit
Option Private Module

' What the user is told, in ASCII (see Texts).

Public Function NoBook() As String
    NoBook = Texts.Unescaped("\u6CA1\u6709\u6253\u5F00\u7684\u5DE5\u4F5C\u7C3F:\u8BF7\u5148\u6253\u5F00\u51B3" & _
        "\u7B97\u516C\u5F00\u8868,\u518D\u70B9\u8FD9\u4E2A\u6309\u94AE")
End Function

Public Function IsShared() As String
    IsShared = Texts.Unescaped("\u5DE5\u4F5C\u7C3F\u6B63\u5728\u5171\u4EAB\u7F16\u8F91,\u6539\u52A8\u4F1A\u4E22" & _
        "\u5931:\u8BF7\u5148\u53D6\u6D88\u5171\u4EAB(\u5BA1\u9605-\u5171\u4EAB\u5DE5\u4F5C" & _
        "\u7C3F),\u518D\u8BD5")
End Function

Public Function IsFixed() As String
    IsFixed = Texts.Unescaped("\u5DE5\u4F5C\u7C3F\u4EE5\u53EA\u8BFB\u65B9\u5F0F\u6253\u5F00,\u6CA1\u6709" & _
        "\u6539\u52A8:\u8BF7\u53E6\u5B58\u4E3A\u4E00\u4EFD\u518D\u8BD5")
End Function

Public Function SheetProtected() As String
    SheetProtected = Texts.Unescaped("\u5DE5\u4F5C\u8868\u53D7\u4FDD\u62A4,\u6CA1\u6709\u6539\u52A8\u4EFB\u4F55\u5355" & _
        "\u5143\u683C:\u8BF7\u5148\u64A4\u9500\u4FDD\u62A4(\u5BA1\u9605-\u64A4\u9500\u5DE5" & _
        "\u4F5C\u8868\u4FDD\u62A4)\u3002\u5DE5\u4F5C\u8868:")
End Function

Public Function BookProtected() As String
    BookProtected = Texts.Unescaped("\u5DE5\u4F5C\u7C3F\u7ED3\u6784\u53D7\u4FDD\u62A4,\u4E0D\u80FD\u589E\u5220\u5DE5" & _
        "\u4F5C\u8868,\u6CA1\u6709\u6539\u52A8:\u8BF7\u5148\u64A4\u9500\u4FDD\u62A4(\u5BA1" & _
        "\u9605-\u4FDD\u62A4\u5DE5\u4F5C\u7C3F)")
End Function

Public Function NotStarted() As String
    NotStarted = Texts.Unescaped("\u65E0\u6CD5\u542F\u52A8 xltool \u7A0B\u5E8F:\u8BF7\u5728\u201C\u8BBE\u7F6E\u201D" & _
        "\u4E2D\u586B\u5199 xltool \u7684\u5B8C\u6574\u8DEF\u5F84\u3002\u5F53\u524D\u4E3A:")
End Function

Public Function NoAnswer() As String
    NoAnswer = Texts.Unescaped("xltool \u6CA1\u6709\u56DE\u5E94,\u5DE5\u4F5C\u7C3F\u6CA1\u6709\u6539\u52A8:\u8BF7" & _
        "\u70B9\u201C\u8BCA\u65AD\u201D,\u6216\u5728\u547D\u4EE4\u884C\u8FD0\u884C xltool --v" & _
        "ersion")
End Function

Public Function Cancelled() As String
    Cancelled = Texts.Unescaped("\u5DF2\u53D6\u6D88,\u5DE5\u4F5C\u7C3F\u6CA1\u6709\u6539\u52A8")
End Function

Private Function Waiting() As String
    Waiting = Texts.Unescaped("xltool \u6B63\u5728\u5904\u7406")
End Function

Public Function Working(ByVal stage As String) As String
    Working = Waiting()
    If stage <> "" Then Working = "xltool " & stage
    Working = Working & EscapeKey()
End Function

Private Function EscapeKey() As String
    EscapeKey = Texts.Unescaped(",\u6309 Esc \u53D6\u6D88\u2026 ")
End Function

Public Function Failed() As String
    Failed = Texts.Unescaped("\u8FD9\u4E00\u6B65\u6CA1\u6709\u5B8C\u6210,\u5DF2\u6062\u590D\u5230\u64CD\u4F5C" & _
        "\u524D\u7684\u6837\u5B50:")
End Function

Public Function NotSaved() As String
    NotSaved = Texts.Unescaped("\u65E0\u6CD5\u4FDD\u5B58\u5DE5\u4F5C\u7C3F\u7684\u526F\u672C,\u6CA1\u6709\u6539" & _
        "\u52A8:\u8BF7\u68C0\u67E5\u78C1\u76D8\u7A7A\u95F4\u548C\u6743\u9650\u3002")
End Function

Public Function NothingToUndo() As String
    NothingToUndo = Texts.Unescaped("\u6CA1\u6709\u53EF\u4EE5\u64A4\u9500\u7684\u64CD\u4F5C")
End Function

Public Function Changed() As String
    Changed = Texts.Unescaped("\u5DE5\u4F5C\u7C3F\u4E0E\u4E0A\u6B21\u64CD\u4F5C\u540E\u7684\u6837\u5B50\u4E0D\u540C" & _
        "(\u53EF\u80FD\u6CA1\u6709\u4FDD\u5B58\u5C31\u5173\u95ED\u8FC7),\u4E0D\u80FD\u64A4" & _
        "\u9500,\u6CA1\u6709\u6539\u52A8")
End Function

Public Function Undone() As String
    Undone = Texts.Unescaped("\u5DF2\u64A4\u9500\u4E0A\u6B21\u64CD\u4F5C")
End Function

Public Function AskProgram() As String
    AskProgram = Texts.Unescaped("xltool \u7A0B\u5E8F\u7684\u8DEF\u5F84(\u7559\u7A7A\u4E3A\u9ED8\u8BA4)")
End Function

Public Function Title() As String
    Title = Texts.Unescaped("\u51B3\u7B97\u516C\u5F00")
End Function

Public Function AskUnit() As String
    AskUnit = Texts.Unescaped("\u6570\u636E\u6587\u4EF6\u4E2D\u7684\u91D1\u989D\u5355\u4F4D\u662F\u201C\u5143\u201D" & _
        "\u5417?(\u662F:\u5143;\u5426:\u4E07\u5143)")
End Function

Public Function Silent() As String
    Silent = Texts.Unescaped("xltool \u4E2D\u9014\u505C\u6B62,\u5DE5\u4F5C\u7C3F\u6CA1\u6709\u6539\u52A8:\u8BF7" & _
        "\u518D\u70B9\u4E00\u6B21;\u4ECD\u4E0D\u884C\u65F6\u70B9\u201C\u8BCA\u65AD\u201D")
End Function

Public Function Mended() As String
    Mended = Texts.Unescaped("\u4E0A\u6B21\u64CD\u4F5C\u4E2D\u9014\u505C\u6B62,\u5DF2\u6062\u590D\u5230\u64CD\u4F5C" & _
        "\u524D\u7684\u6837\u5B50:\u8BF7\u518D\u70B9\u4E00\u6B21")
End Function

Public Function AskMend() As String
    AskMend = Texts.Unescaped("\u4E0A\u6B21\u64CD\u4F5C\u4E2D\u9014\u505C\u6B62,\u6CA1\u6709\u505A\u5B8C\u3002\u8981" & _
        "\u6062\u590D\u5230\u64CD\u4F5C\u524D\u7684\u6837\u5B50\u5417?")
End Function

Public Function NotUndone() As String
    NotUndone = Texts.Unescaped("\u64A4\u9500\u6CA1\u6709\u5B8C\u6210,\u8BF7\u518D\u70B9\u4E00\u6B21\u201C\u64A4\u9500" & _
        "\u4E0A\u6B21\u64CD\u4F5C\u201D:")
End Function

Public Function AskRoad() As String
    AskRoad = Texts.Unescaped("\u600E\u6837\u8C03\u7528 xltool?\u586B:\u81EA\u52A8\u3001xlwings(\u901A\u8FC7 xlwings " & _
        "\u52A0\u8F7D\u9879)\u6216 \u7A0B\u5E8F(\u542F\u52A8 xltool \u7A0B\u5E8F)")
End Function

Public Function Automatic() As String
    Automatic = Texts.Unescaped("\u81EA\u52A8")
End Function

Public Function ByProgram() As String
    ByProgram = Texts.Unescaped("\u7A0B\u5E8F")
End Function

Public Function MacProgram() As String
    MacProgram = Texts.Unescaped("\u5728 Mac \u4E0A\u8BF7\u5728\u7EC8\u7AEF\u8FD0\u884C xltool addin install,\u7A0B" & _
        "\u5E8F\u7684\u4F4D\u7F6E\u7531\u5B83\u8BBE\u7F6E")
End Function

Public Function NoXlwings() As String
    NoXlwings = Texts.Unescaped("xlwings \u6CA1\u6709\u56DE\u5E94,\u5DE5\u4F5C\u7C3F\u6CA1\u6709\u6539\u52A8:\u8BF7" & _
        "\u786E\u8BA4 xlwings \u52A0\u8F7D\u9879\u5DF2\u6253\u5F00,\u6216\u5728\u201C\u8BBE" & _
        "\u7F6E\u201D\u91CC\u628A\u8C03\u7528\u65B9\u5F0F\u6539\u4E3A\u201C\u81EA\u52A8\u201D")
End Function

Public Function NoScript() As String
    NoScript = Texts.Unescaped("\u65E0\u6CD5\u542F\u52A8 xltool,\u5DE5\u4F5C\u7C3F\u6CA1\u6709\u6539\u52A8:\u8BF7" & _
        "\u5728\u7EC8\u7AEF\u8FD0\u884C xltool addin install,\u518D\u8BD5")
End Function

Public Function Writing() As String
    Writing = Texts.Unescaped("xltool \u5199\u5165\u5DE5\u4F5C\u7C3F\u2026")
End Function

Public Function IsBusy() As String
    IsBusy = Texts.Unescaped("\u4E0A\u4E00\u6B65\u8FD8\u5728\u8FDB\u884C:\u8BF7\u7B49\u5B83\u5B8C\u6210,\u6216" & _
        "\u6309 Esc \u53D6\u6D88")
End Function

Public Function Edited() As String
    Edited = Texts.Unescaped("\u5904\u7406\u671F\u95F4\u5DE5\u4F5C\u7C3F\u6709\u6539\u52A8,\u6CA1\u6709\u5199" & _
        "\u5165\u7ED3\u679C:\u8BF7\u518D\u70B9\u4E00\u6B21")
End Function
