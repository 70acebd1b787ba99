namespace GanCompression.Samples.InteractiveDemo;

/// <summary>The two generators that are compared.</summary>
/// <param name="teacher">The large one.</param>
/// <param name="student">The compressed one.</param>
internal sealed class DemoModels(ModelSlot teacher, ModelSlot student) : IDisposable
{
    /// <summary>The large generator.</summary>
    public ModelSlot Teacher { get; } = teacher;

    /// <summary>The compressed generator.</summary>
    public ModelSlot Student { get; } = student;

    /// <summary>The generator of a name; null where there is none.</summary>
    public ModelSlot? Find(string name) =>
        name == Teacher.Name ? Teacher : name == Student.Name ? Student : null;

    /// <summary>Loads both generators.</summary>
    /// <param name="teacherPath">A <c>.gcm</c> file.</param>
    /// <param name="studentPath">A <c>.gcm</c> file.</param>
    /// <exception cref="FileNotFoundException">One of the files does not exist; the message says how to make it.</exception>
    /// <exception cref="FormatException">One of the files is no model.</exception>
    /// <exception cref="NotSupportedException">One of the models does not turn images into images.</exception>
    public static DemoModels Load(string teacherPath, string studentPath)
    {
        ModelSlot teacher = LoadSlot("teacher", teacherPath);
        return new DemoModels(teacher, LoadSlot("student", studentPath));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Teacher.Dispose();
        Student.Dispose();
    }

    private static ModelSlot LoadSlot(string name, string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new FileNotFoundException($"There is no {name} at '{path}'. Make both models with 'dotnet run -c Release --project src/GanCompression.Tool -- quickstart' in the repository's root, or name yours with --teacher and --student.", path);
        return new ModelSlot(name, GeneratorModel.Load(path), file.Length);
    }
}
