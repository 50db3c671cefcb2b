using Bootstrap.Logging;
using Bootstrap.Services;

namespace Bootstrap.Tests.Services;

/// <summary>Services in memory; records each call.</summary>
internal sealed class FakeServiceManager(ManualTime time) : IServiceManager
{
    /// <summary>REG_MULTI_SZ.</summary>
    private const uint MultiString = 7;

    private readonly Dictionary<string, Fake> _services = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The calls, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>
    /// Called before each change, with the entry for Calls; may throw or return an error.
    /// </summary>
    public Func<string, int> Before { get; set; } = _ => 0;

    public Fake this[string service] => _services[service];

    public Fake Add(string name, ServiceState state = ServiceState.Stopped, uint process = 0, params string[] dependsOn)
    {
        var service = new Fake(name) { State = state, ProcessId = process, DependsOn = dependsOn };
        _services.Add(name, service);
        return service;
    }

    public ServiceStatus Status(string service)
    {
        var fake = Get(service);
        if (fake.IsDueAt is { } due && time.Elapsed >= due)
        {
            fake.IsDueAt = null;
            fake.State = fake.Next;
        }

        fake.CheckPoint += fake.ShowsProgress ? 1u : 0;
        return new ServiceStatus(fake.State)
        {
            ProcessId = fake.State == ServiceState.Stopped ? 0 : fake.ProcessId,
            CheckPoint = fake.CheckPoint,
            WaitHint = fake.WaitHint,
            ExitCode = fake.ExitCode,
        };
    }

    public List<string> Dependents(string service) =>
    [
        .. _services.Values
            .Where(fake => fake.DependsOn.Contains(service))
            .SelectMany(fake => Dependents(fake.Name).Append(fake.Name)),
    ];

    public bool StartsAutomatically(string service) => Get(service).IsAutomatic;

    public List<string> InProcess(uint processId) =>
        [
            .. _services
                .Values.Where(fake => fake.ProcessId == processId && fake.State != ServiceState.Stopped)
                .Select(fake => fake.Name),
        ];

    public int Stop(string service)
    {
        if (Before($"stop {service}") is not 0 and var error)
        {
            return error;
        }

        if (Get(service).State is ServiceState.StartPending)
        {
            return ServiceFailures.CannotAcceptControl;
        }

        if (Dependents(service).Any(dependent => Get(dependent).State != ServiceState.Stopped))
        {
            return ServiceFailures.DependentServicesRunning;
        }

        Calls.Add($"stop {service}");
        Turn(service, ServiceState.StopPending, ServiceState.Stopped);
        return 0;
    }

    public int Start(string service)
    {
        if (Before($"start {service}") is not 0 and var error)
        {
            return error;
        }

        Calls.Add($"start {service}");
        Turn(service, ServiceState.StartPending, ServiceState.Running);
        return 0;
    }

    public string Describe(int error) => $"error {error}";

    public byte[]? ReadEnvironment(string service) => Get(service).EnvironmentType == MultiString
        ? Get(service).Environment
        : throw ServiceFailures.WrongType(service, Get(service).EnvironmentType);

    public void WriteEnvironment(string service, byte[]? data)
    {
        Before($"write {service}");
        Calls.Add($"write {service}");
        Get(service).Environment = data;
    }

    public bool IsOlderThanEnvironment(string service, uint processId) => Get(service).IsOlder;

    private Fake Get(string service) =>
        _services.TryGetValue(service, out var fake) ? fake : throw ServiceFailures.NotFound(service, 1060);

    private void Turn(string service, ServiceState pending, ServiceState done)
    {
        var fake = Get(service);
        (fake.State, fake.Next) = (pending, done);
        fake.IsDueAt = time.Elapsed + fake.Takes;
    }

    internal sealed class Fake(string name)
    {
        public string Name => name;

        public ServiceState State { get; set; }

        public ServiceState Next { get; set; }

        public uint ProcessId { get; set; }

        public string[] DependsOn { get; set; } = [];

        public TimeSpan Takes { get; set; }

        public TimeSpan? IsDueAt { get; set; }

        public uint CheckPoint { get; set; }

        public bool ShowsProgress { get; set; }

        public TimeSpan WaitHint { get; set; }

        public uint ExitCode { get; set; }

        public bool IsAutomatic { get; set; }

        public bool IsOlder { get; set; }

        public byte[]? Environment { get; set; }

        public uint EnvironmentType { get; set; } = MultiString;
    }
}
