using Bootstrap.CommandLine;
using Bootstrap.Services;

namespace Bootstrap.Commands;

/// <summary>The options for Windows services that <c>check</c> uses. Pure.</summary>
internal static class ServicesToCheck
{
    /// <summary>
    /// The services in our own options, otherwise those in the options of the running bootstrap, and the further
    /// variables that can be compared. The running bootstrap sets the variables of <c>--export-gateway</c> for its
    /// workload and the services only: the environment of this process does not contain them.
    /// </summary>
    /// <param name="own">The options of this process.</param>
    /// <param name="running">The options of the running bootstrap; null if they are not known.</param>
    /// <param name="isUnreadable">Whether a bootstrap runs whose options cannot be read.</param>
    public static ServiceOptions Of(Settings own, Settings? running, bool isUnreadable)
    {
        var options = own.Services.Services.Count > 0 || running is null ? own.Services : running.Services;
        return new ServiceOptions(
            options.Services, options.Restart, options.RestartSource, [.. options.Variables.Where(IsComparable)]);

        // Without the running bootstrap's options, it is not known which variables it sets.
        bool IsComparable(string name) =>
            !isUnreadable && !IsExported(own, name) && (running is null || !IsExported(running, name));
    }

    private static bool IsExported(Settings settings, string name) => settings.ExportGateway.Any(
        export => string.Equals(ExportedGateway.NameOf(export), name, StringComparison.OrdinalIgnoreCase));
}
