using GanCompression.Training;

namespace GanCompression.MLNet.Training;

/// <summary>Checks what the options of all stages have in common.</summary>
internal static class StageOptions
{
    /// <summary>Throws unless columns, memory and generators are given in a way that makes sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or contradicts another one.</exception>
    public static void Check(IStageOptions options)
    {
        ColumnNames.Check(nameof(options.OutputColumnName), options.OutputColumnName);
        ColumnNames.Check(nameof(options.SourceColumnName), options.SourceColumnName);
        ColumnNames.Check(nameof(options.TargetColumnName), options.TargetColumnName);
        ModelColumn[] models = [.. options.Models];
        foreach (ModelColumn model in models)
            model.CheckOptions();
        CheckDistinct(models, options);
        ColumnNames.CheckBudget(options.MemoryBudgetBytes);
        if (options is StudentOptions student)
            Pairing.Check(options.IsUnpaired, student);
    }

    private static void CheckDistinct(ModelColumn[] models, IStageOptions options)
    {
        foreach (IGrouping<string, ModelColumn> column in models.Where(model => model.Given is null).GroupBy(model => model.ColumnName, StringComparer.Ordinal).Where(column => column.Count() > 1))
        {
            ModelRole[] roles = [.. column.Select(model => model.Role).Order()];
            throw new ArgumentOutOfRangeException(nameof(options), column.Key,
                $"{string.Join(" and ", roles.Select(role => $"{role}ColumnName"))} must differ, but both name '{column.Key}', and only one generator made that column. Give the stage of the {ModelColumn.NameOf(roles[0])} an output column of its own and name it in {roles[0]}ColumnName, or set {roles[0]}.");
        }
    }
}
