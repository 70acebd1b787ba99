using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>Where a stage has a generator of an earlier stage from: its options, or the column that the generator made.</summary>
/// <param name="Role">What the generator is for.</param>
/// <param name="Given">The generator in the options; null for the one that made the column.</param>
/// <param name="GivenColumnName">Column named in the options, if any.</param>
/// <param name="DefaultColumnName">Column where the options say nothing; null where they must.</param>
internal sealed record ModelColumn(ModelRole Role, GeneratorModel? Given, string? GivenColumnName, string? DefaultColumnName)
{
    /// <summary>Name of the column.</summary>
    public string ColumnName => GivenColumnName ?? DefaultColumnName ?? "";

    /// <summary>The role in the words of a message.</summary>
    public string RoleName => NameOf(Role);

    private string Cure => Role switch
    {
        ModelRole.Teacher => " Append this stage to Trainers.Pix2Pix, Trainers.CycleGan or Transforms.ApplyGenerator, or give it a Teacher.",
        ModelRole.Supernet => " Append this stage to Compression.Supernet, or give it a Supernet.",
        _ => " Append this stage to Compression.Search or another compressor, or give it an InitialStudent.",
    };

    /// <summary>A role in the words of a message.</summary>
    public static string NameOf(ModelRole role) => role switch
    {
        ModelRole.Teacher => "teacher",
        ModelRole.Supernet => "supernet",
        _ => "initial student",
    };

    /// <summary>Throws unless the options say, once, where the generator is from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not.</exception>
    public void CheckOptions(string options = "options")
    {
        if (GivenColumnName is not null)
            ColumnNames.Check($"{Role}ColumnName", GivenColumnName);
        if (Given is not null && GivenColumnName is not null)
            throw new ArgumentOutOfRangeException(nameof(options), GivenColumnName, $"{Role}ColumnName must be null where {Role} is set, but was '{GivenColumnName}'. Choose one of them.");
        if (Given is null && GivenColumnName is null && DefaultColumnName is null)
            throw new ArgumentOutOfRangeException(nameof(options), $"{Role} or {Role}ColumnName must be set, but both were null. Name the column that the {RoleName} made.");
    }

    /// <summary>Throws unless the generator is given or promised by the schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or nothing says what made it.</exception>
    public void Check(IHost host, SchemaShape inputSchema)
    {
        if (Given is not null)
            return;
        SchemaShape.Column column = inputSchema.FirstOrDefault(candidate => candidate.Name == ColumnName);
        if (column.Name is null)
            throw host.Process(new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find {RoleName} column '{ColumnName}'.{Cure}"));
        if (!GeneratorAnnotation.IsPromised(column))
            throw NoModel(host, inputSchema);
    }

    /// <summary>The generator.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column does not carry a generator.</exception>
    public GeneratorModel Find(IHost host, DataViewSchema schema) =>
        Given ?? GeneratorAnnotation.Find(schema, ColumnName) ?? throw NoModel(host, SchemaShapes.Of(schema));

    /// <summary>Logs the generator and where it comes from.</summary>
    public void Log(IChannel channel, GeneratorModel model) => channel.Info(MessageSensitivity.None, FormattableString.Invariant(
        $"{char.ToUpperInvariant(RoleName[0])}{RoleName[1..]} '{model.Generator.Graph.Architecture}', {(Given is null ? $"found on column '{ColumnName}'" : "as given in the options")}."));

    private Exception NoModel(IHost host, SchemaShape inputSchema) => InputSchema.Mismatch(
        host, inputSchema, RoleName, ColumnName, "Image annotated with its generator",
        SchemaShapes.TypeName(inputSchema.First(column => column.Name == ColumnName)), Cure);
}
