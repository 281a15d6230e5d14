using System.Globalization;
using System.Reflection;
using Cos.Sdk.Planning;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>
/// The fingerprint of all that a task looks at: each of its parameters by value, each file that a parameter or the metadata of an item names,
/// and each folder that an item names, with all that is below it.
/// </summary>
internal static class TaskInputs
{
    /// <summary>Looks at the files now.</summary>
    /// <param name="task">The task, with its parameters set.</param>
    /// <param name="leftOut">Parameters that are no input by themselves.</param>
    /// <param name="paths">Files and folders that the task reads besides; absolute.</param>
    /// <param name="pathOf">An absolute path from one that may be relative to the project.</param>
    /// <param name="scan">Looks at a folder; shared between the tasks of a build.</param>
    public static FoundInputs Find(
        ITask task, IReadOnlyCollection<string> leftOut, IReadOnlyCollection<string> paths, Func<string, string> pathOf, Func<string, FoundInputs> scan)
    {
        using InputFingerprint fingerprint = new(TimeProvider.System.GetUtcNow().UtcDateTime);
        bool isSettled = true;
        foreach (Module module in new[] { typeof(TaskInputs).Module, typeof(InputFingerprint).Module })
        {
            fingerprint.AddValue("sdk", module.ModuleVersionId.ToString());
        }
        foreach (PropertyInfo parameter in ParametersOf(task.GetType()).Where(parameter => !leftOut.Contains(parameter.Name)))
        {
            object? value = parameter.GetValue(task);
            if (value is ITaskItem[] items)
            {
                foreach (ITaskItem item in items)
                {
                    AddItem(parameter.Name, item);
                }
            }
            else
            {
                Add(parameter.Name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            }
        }
        foreach (string path in paths)
        {
            AddPath("besides", path);
        }
        return new FoundInputs(fingerprint.Finish(), isSettled && fingerprint.IsSettled);

        void AddItem(string name, ITaskItem item)
        {
            Add(name, item.ItemSpec);
            AddPath(name, pathOf(item.ItemSpec));
            System.Collections.IDictionary metadata = item.CloneCustomMetadata();
            foreach (string key in metadata.Keys.Cast<string>().Order(StringComparer.OrdinalIgnoreCase))
            {
                Add(key, (string?)metadata[key] ?? "");
            }
        }

        void AddPath(string name, string path)
        {
            if (Directory.Exists(path))
            {
                FoundInputs folder = scan(path);
                fingerprint.AddValue(name, folder.Fingerprint);
                isSettled &= folder.IsSettled;
            }
            else
            {
                fingerprint.AddFile(path);
            }
        }

        void Add(string name, string value)
        {
            fingerprint.AddValue(name, value);
            foreach (string part in value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (!part.Contains('\0', StringComparison.Ordinal) && File.Exists(pathOf(part)))
                {
                    fingerprint.AddFile(pathOf(part));
                }
            }
        }
    }

    private static IEnumerable<PropertyInfo> ParametersOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => typeof(CosTask).IsAssignableFrom(property.DeclaringType)
            && property.SetMethod is { IsPublic: true }
            && property.PropertyType != typeof(TaskEnvironment))
        .OrderBy(property => property.Name, StringComparer.Ordinal);
}
