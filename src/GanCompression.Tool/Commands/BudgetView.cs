namespace GanCompression.Tool.Commands;

/// <summary>A budget in a result.</summary>
/// <param name="Kind">What it limits.</param>
/// <param name="Limit">A factor, or the largest amount.</param>
/// <param name="Text">The budget in words.</param>
internal sealed record BudgetView(ComputeBudgetKind Kind, double Limit, string Text)
{
    /// <summary>Describes a budget.</summary>
    public static BudgetView? Of(ComputeBudget? budget) => budget is null ? null : new BudgetView(budget.Kind, budget.Limit, budget.ToString());
}
