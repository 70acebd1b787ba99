namespace TorchSharp;

/// <summary>The dispose scopes and statistics of one thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? s_ofThread;

    private readonly ThreadDisposeScopeStatistics _statistics = new();

    public static ThreadDisposeScopeStatistics Statistics => OfThread._statistics;

    internal static DisposeScopeManager OfThread => s_ofThread ??= new DisposeScopeManager();

    internal DisposeScope? CurrentScope { get; private set; }

    internal LifetimeStatistics TensorStatistics => _statistics.TensorStatistics;

    internal DisposeScope NewScope() => CurrentScope = new DisposeScope(this, CurrentScope);

    /// <summary>Counts a new tensor and gives it to the current scope, if there is one.</summary>
    internal void Created(torch.Tensor tensor)
    {
        if (CurrentScope is { } scope)
        {
            TensorStatistics.CreatedInScopeCount++;
            scope.Add(tensor);
        }
        else
        {
            TensorStatistics.CreatedOutsideScopeCount++;
        }
    }

    internal void Disposing(torch.Tensor tensor)
    {
        if (tensor.OwningDisposeScope is null)
            TensorStatistics.DisposedOutsideScopeCount++;
        else
            TensorStatistics.DisposedInScopeCount++;
    }

    /// <summary>Takes a scope out of the chain; scopes may end in any order.</summary>
    internal void Remove(DisposeScope ended)
    {
        if (ReferenceEquals(CurrentScope, ended))
        {
            CurrentScope = ended.OuterScope;
            return;
        }
        for (var scope = CurrentScope; scope is not null; scope = scope.OuterScope)
        {
            if (ReferenceEquals(scope.OuterScope, ended))
            {
                scope.OuterScope = ended.OuterScope;
                return;
            }
        }
    }
}
