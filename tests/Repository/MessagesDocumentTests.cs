namespace Repository.Tests;

public class MessagesDocumentTests
{
    /// <summary><c>./build docs</c> sets UPDATE_DOCUMENTS: the page is then written first.</summary>
    [Fact]
    public void Page_AsCommitted_IsWhatTheProgramsMessagesGive()
    {
        var text = MessagesDocument.Text();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCUMENTS") == "1")
        {
            File.WriteAllText(Path.Combine(RepositoryFiles.Root, MessagesDocument.Path), text);
        }

        Assert.Equal(text, RepositoryFiles.Read(MessagesDocument.Path));
    }

    /// <summary>A message without a cause or without advice has an empty cell.</summary>
    [Fact]
    public void Page_ForEveryMessage_SaysCauseAndWhatToDo() => Assert.All(
        Markdown.Rows(MessagesDocument.Path),
        cells => Assert.All(cells, cell => Assert.True(cell.Length > 1, string.Join(" | ", cells))));
}
