using System.Text;

namespace Cos.Sdk.Golden.Scenarios;

/// <summary>Splits recorded command lines into words as a shell does: blanks, quotes, escapes, comments, several commands on a line, continued lines.</summary>
internal static class ShellWords
{
    /// <summary>The words of each command, in order.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Split(string text)
    {
        List<IReadOnlyList<string>> commands = [];
        List<string> words = [];
        StringBuilder word = new();
        bool inWord = false;
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i];
            switch (letter)
            {
                case '\\' when i + 1 < text.Length:
                    i += text[i + 1] == '\r' ? 1 : 0;
                    i++;
                    if (text[i] != '\n')
                    {
                        word.Append(text[i]);
                        inWord = true;
                    }
                    break;
                case '\'' or '"':
                    i = Quoted(text, i, word);
                    inWord = true;
                    break;
                case '#' when !inWord:
                    i = text.IndexOf('\n', i) is >= 0 and int end ? end - 1 : text.Length;
                    break;
                case ' ' or '\t' or '\r':
                    EndWord();
                    break;
                case '\n' or ';' or '&' or '|':
                    EndWord();
                    EndCommand();
                    break;
                default:
                    word.Append(letter);
                    inWord = true;
                    break;
            }
        }
        EndWord();
        EndCommand();
        return commands;

        void EndWord()
        {
            if (inWord)
            {
                words.Add(word.ToString());
            }
            word.Clear();
            inWord = false;
        }

        void EndCommand()
        {
            if (words.Count > 0)
            {
                commands.Add(words);
            }
            words = [];
        }
    }

    /// <summary>Takes a quoted part; the result is the place of its closing quote.</summary>
    private static int Quoted(string text, int start, StringBuilder word)
    {
        int i = start + 1;
        for (; i < text.Length && text[i] != text[start]; i++)
        {
            if (text[start] == '"' && text[i] == '\\' && i + 1 < text.Length && text[i + 1] is ('"' or '\\' or '$' or '`'))
            {
                i++;
            }
            word.Append(text[i]);
        }
        return i;
    }
}
