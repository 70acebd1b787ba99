using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>Where a compressor has its teacher from.</summary>
/// <param name="Given">The teacher in the options; null for the generator that made the column.</param>
/// <param name="ColumnName">Column that the teacher made.</param>
internal sealed record TeacherColumn(GeneratorModel? Given, string ColumnName)
{
    private const string Cure = " Append this stage to Trainers.Pix2Pix, Trainers.CycleGan or Transforms.ApplyGenerator, or give it a Teacher.";

    /// <summary>Throws unless a teacher is given or promised by the schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or nothing says what made it.</exception>
    public void Check(IHost host, SchemaShape inputSchema)
    {
        if (Given is not null)
            return;
        SchemaShape.Column column = inputSchema.FirstOrDefault(candidate => candidate.Name == ColumnName);
        if (column.Name is null)
            throw host.Process(new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find teacher column '{ColumnName}'.{Cure}"));
        if (!GeneratorAnnotation.IsPromised(column))
            throw NoTeacher(host, inputSchema);
    }

    /// <summary>The teacher.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column does not carry a generator.</exception>
    public GeneratorModel Find(IHost host, DataViewSchema schema) =>
        Given ?? GeneratorAnnotation.Find(schema, ColumnName) ?? throw NoTeacher(host, SchemaShapes.Of(schema));

    /// <summary>Logs the teacher and where it comes from.</summary>
    public void Log(IChannel channel, GeneratorModel teacher) => channel.Info(MessageSensitivity.None, FormattableString.Invariant(
        $"Teacher '{teacher.Generator.Graph.Architecture}', {(Given is null ? $"found on column '{ColumnName}'" : "as given in the options")}."));

    private Exception NoTeacher(IHost host, SchemaShape inputSchema) => InputSchema.Mismatch(
        host, inputSchema, "teacher", ColumnName, "Image annotated with its generator",
        SchemaShapes.TypeName(inputSchema.First(column => column.Name == ColumnName)), Cure);
}
