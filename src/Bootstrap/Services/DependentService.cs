namespace Bootstrap.Services;

/// <summary>A service that depends on another one, directly or not.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="ExitCode">See <see cref="ServiceStatus.ExitCode"/>.</param>
internal sealed record DependentService(string Name, ServiceState State, uint ExitCode);
