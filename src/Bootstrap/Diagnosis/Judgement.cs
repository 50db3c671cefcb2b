using Bootstrap.Diagnosis.Checks;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Network;

namespace Bootstrap.Diagnosis;

/// <summary>
/// Evaluates all checks in the order of their dependencies. Pure. Two rules apply to all checks: a check that fails
/// because of another one refers to it and repeats its culprit, and an answer of an endpoint proves the path to it, so
/// that no check of the path fails.
/// </summary>
internal static class Judgement
{
    /// <summary>Evaluates the observations.</summary>
    public static Report Of(Observations seen, TaskEnvironment environment, PlanOptions options)
    {
        var evidence = new Evidence(seen, environment, options);
        var rules = InOrder(Rules(evidence));
        var findings = new List<Finding>(rules.Count);
        Cause? causeOfCredentials = null;
        foreach (var rule in rules)
        {
            var cause = CauseOf(rule, rules, findings);
            var finding = rule.Judge(evidence, cause);
            var isProven = finding.Breaks is not null && rules.Exists(endpoint =>
                endpoint.IsConnected(evidence) && rule.IsProvenBy(endpoint) && DependsOn(endpoint, rule.Name, rules));
            findings.Add(isProven ? finding.WithAnswer() : finding);
            causeOfCredentials = rule is CredentialsCheck ? cause : causeOfCredentials;
        }

        return new Report(
            findings.Select(finding => finding.Check),
            PathToCredentials.Of(evidence, causeOfCredentials),
            CredentialsHints.NameOf(seen.Provider));
    }

    /// <summary>All checks. Checks without dependencies on each other are reported in this order.</summary>
    internal static IReadOnlyList<CheckRule> Rules(Evidence evidence) =>
    [
        new IdentityCheck(),
        new EnvironmentCheck(),
        new OtherCredentialsCheck(),
        new ProxyCheck(),
        new RunningBootstrapCheck(),
        new NetworkModeCheck(),
        new DefaultGatewayCheck(),
        new AdapterCheck(),
        .. RouteCheck.PrefixesOf(evidence).Select(prefix => new RouteCheck(prefix)),
        new GatewayAnswersCheck(),
        new CredentialsCheck(evidence),
        new TaskMetadataCheck(evidence),
        new InstanceMetadataCheck(evidence),
        .. evidence.Seen.Services is { Names.Count: > 0 } services ? (CheckRule[])[new ServicesCheck(services)] : [],
    ];

    /// <summary>Sorts the checks: each one after its dependencies.</summary>
    internal static List<CheckRule> InOrder(IReadOnlyList<CheckRule> rules)
    {
        var ordered = new List<CheckRule>(rules.Count);
        foreach (var rule in rules)
        {
            Add(rule);
        }

        return ordered;

        void Add(CheckRule rule)
        {
            foreach (var before in rules.Where(
                other => rule.DependsOn.Contains(other.Name) && !ordered.Contains(other)))
            {
                Add(before);
            }

            if (!ordered.Contains(rule))
            {
                ordered.Add(rule);
            }
        }
    }

    /// <summary>The first failed dependency of a rule among the findings so far, or null.</summary>
    private static Cause? CauseOf(CheckRule rule, List<CheckRule> rules, List<Finding> findings) =>
        findings.Find(finding => finding.Breaks is not null && DependsOn(rule, finding.Check.Name, rules)) is { } broken
            ? new Cause(broken.Check.Name, broken.Breaks!, broken.Check.Culprit)
            : null;

    /// <summary>Whether a rule depends on another one, directly or indirectly.</summary>
    private static bool DependsOn(CheckRule rule, string name, List<CheckRule> rules) =>
        rule.DependsOn.Contains(name)
        || rules.Exists(between => rule.DependsOn.Contains(between.Name) && DependsOn(between, name, rules));
}
