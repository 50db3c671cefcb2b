using System.Net;
using System.Text;
using Bootstrap.Diagnosis;
using Bootstrap.Ecs;
using Bootstrap.Endpoints;
using Bootstrap.Logging;
using Bootstrap.Network;
using Bootstrap.Output;
using CsCheck;

namespace Bootstrap.Tests.Diagnosis;

/// <summary>Properties that hold for every combination of observations.</summary>
public class JudgementPropertyTests
{
    private static readonly HttpAnswer Good = Answer(
        200,
        """{"RoleArn":"arn:aws:iam::1:role/r","AccessKeyId":"A","SecretAccessKey":"HUSH","Token":"HUSH","Expiration":"2999-01-01T00:00:00Z"}"""
    );

    private static readonly HttpOutcome?[] Failures =
    [
        .. Enum.GetValues<HttpFailureKind>().Select(kind => new HttpFailure(kind, $"it is {kind}")),
    ];

    private static readonly Gen<HttpOutcome?> CredentialsOutcome = Gen.OneOf<HttpOutcome?>([
        null,
        Good,
        .. Failures,
        Answer(200, "HUSH"),
        Answer(200, "{}"),
        Answer(302, "HUSH"),
        Answer(403, "<html>"),
        Answer(404, "<html>"),
        Answer(
            200,
            """{"AccessKeyId":"A","SecretAccessKey":"HUSH","Token":"HUSH","Expiration":"2020-01-01T00:00:00Z"}"""
        ),
        Answer(429, "You have reached maximum request limit."),
        Answer(503, "<html>"),
        Coded(400, "InvalidIdInRequest"),
        Coded(400, "NoIdInRequest"),
        Coded(500, "InternalServerError"),
        Coded(503, "CredentialsUninitialized"),
        Coded(404, "NoCredentialsAssociated"),
    ]);

    private static readonly Gen<HttpOutcome?> TaskOutcome = Gen.OneOf<HttpOutcome?>([
        null,
        .. Failures,
        Answer(200, """{"Networks":[{"NetworkMode":"nat"}]}"""),
        Answer(200, """{"Networks":[{"NetworkMode":"awsvpc"}]}"""),
        Answer(200, "<html>"),
        Answer(302, ""),
        Answer(404, "<html>"),
        Answer(404, "\"V4\""),
        Answer(429, ""),
        Answer(500, "\"V4\""),
        Answer(503, ""),
    ]);

    private static readonly Gen<HttpOutcome?> InstanceOutcome = Gen.OneOf<HttpOutcome?>([
        null, .. Failures, Answer(200, "HUSH"), Answer(401, ""), Answer(403, ""), Answer(404, ""), Answer(429, ""),
        Answer(503, ""),
    ]);

    private static readonly Route Credentials = Some.Route("169.254.170.2/32", "172.30.0.1");
    private static readonly Route Metadata = Some.Route("169.254.169.254/32", "172.30.0.1");
    private static readonly Route OnLink = Some.Route("169.254.170.2/32", "0.0.0.0");
    private static readonly Adapter TaskBridge = Some.Container with { Alias = "vEthernet (taskbr0a1b2c3d4e5f-ep-1)" };

    private static readonly Gen<NetworkSnapshot?> Network = Gen.OneOf<NetworkSnapshot?>([
        null, Some.Snapshot([]), Some.Snapshot([Some.Container]),
        Some.Snapshot([Some.Container], Credentials, Metadata), Some.Nat(), Some.Nat(Credentials), Some.Nat(Metadata),
        Some.Nat(Credentials, Metadata), Some.Nat(OnLink), Some.Nat(Some.Route("169.254.170.2/32", "172.30.0.9")),
        Some.Nat(Some.Route("169.254.0.0/16", "172.30.0.9")),
        Some.Nat(Some.Route("169.254.0.0/16", "172.30.0.1"), Some.Route("169.254.170.2/32", "172.30.0.9")),
        Some.Nat(Some.Route("169.254.0.0/16", "172.30.0.1"), Some.Route("169.254.169.0/24", "172.30.0.9")),
        Some.Snapshot([TaskBridge], Some.Route("0.0.0.0/0", "10.0.1.1")),
        Some.Snapshot([TaskBridge], Some.Route("0.0.0.0/0", "10.0.1.1"), OnLink),
        Some.Snapshot([TaskBridge], Some.Route("0.0.0.0/0", "10.0.1.1"), OnLink, Credentials),
    ]);

    private static readonly Gen<PlanOptions> Options = Gen.OneOf(
        Some.Defaults,
        Some.Defaults with
        {
            Prefixes = [LinkLocal.Credentials],
        },
        Some.Defaults with
        {
            Prefixes = [LinkLocal.Metadata],
        },
        Some.Defaults with
        {
            Prefixes = [LinkLocal.Credentials, LinkLocal.Metadata],
        },
        Some.Defaults with
        {
            Prefixes = [LinkLocal.EksPodIdentity, Some.Prefix("169.254.0.0/16")],
        },
        Some.Defaults with
        {
            Mode = NetworkMode.Awsvpc,
            ModeSource = "--mode",
        },
        Some.Defaults with
        {
            Mode = NetworkMode.Nat,
            ModeSource = "--mode",
        },
        Some.Defaults with
        {
            Gateway = Some.Address("172.30.12.34"),
        },
        Some.Defaults with
        {
            Interface = "9",
        }
    );

    private static readonly Gen<Case> Cases = Gen.Select(
            Gen.Select(CredentialsOutcome, TaskOutcome, InstanceOutcome, InstanceOutcome, Network, Options),
            Gen.Select(
                Gen.OneOf<string?>("AWS_ECS_EC2", "AWS_ECS_FARGATE", null),
                Gen.OneOf<uint?>(null, 0, 31, 50, 67, 258, 1168),
                Gen.OneOf(CredentialsProvider.EcsAgent, CredentialsProvider.EksPodIdentity, CredentialsProvider.Other),
                Gen.Bool, Gen.Bool, Gen.Bool
            )
        )
        .Select(
            (outcomes, rest) =>
            {
                var (credentials, task, instance, plain, network, options) = outcomes;
                var (environment, gateway, provider, isAdministrator, isFault, hasVariables) = rest;
                var address = Some.Address(
                    provider == CredentialsProvider.EksPodIdentity ? "169.254.170.23" : "169.254.170.2"
                );
                return new Case(
                    new Observations(
                        "someone", isAdministrator, network, network is null && isFault
                            ? new BootstrapException(Messages.CimFailed, ["read", "why"], "Do this.")
                            : null,
                        "iphelper", network is null ? null : gateway, credentials is null ? null : address, credentials,
                        credentials is null ? new NoRequest("why", "what to do", isFault) : null, task, instance,
                        hasVariables ? [TaskVariables.MetadataUriV4] : [],
                        new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero), provider, plain
                    ),
                    new TaskEnvironment(environment), options
                );
            }
        );

    /// <summary>Healthy under exactly the documented conditions, which the comments below list.</summary>
    [Fact]
    public void Of_AnyObservations_IsHealthyExactlyAsDocumented() =>
        Cases.Sample(
            one =>
            {
                var (seen, environment, options) = one;
                var report = Judgement.Of(seen, environment, options);
                var plan = Decide(one) as Plan;

                // The credentials that the task requests answer,
                var isReady =
                    seen.Credentials is not null
                    && CredentialsEndpoint.Read(seen.Credentials, seen.Provider, seen.Now).IsReady;

                // or it requests none (a variable that no SDK can use counts as a request), and the network could be
                // read,
                var asksForNone = seen.Credentials is null && seen.WhyNoCredentialsRequest is { IsFault: false };

                // and each explicitly requested route exists or its endpoint answers; where the platform sets up the
                // routes, none is requested.
                var named = options.HasDefaultPrefixes || plan is { Mode: not NetworkMode.Nat } ? [] : options.Prefixes;
                var areThere = named.All(prefix =>
                    IsThere(prefix, plan, seen.Network)
                    || (
                        prefix.Contains(LinkLocal.Credentials.BaseAddress) && seen.TaskMetadata is { IsConnected: true }
                    )
                    || (
                        prefix.Contains(LinkLocal.Metadata.BaseAddress)
                        && (
                            seen.InstanceMetadata is { IsConnected: true }
                            || seen.PlainInstanceMetadata is { IsConnected: true }
                        )
                    )
                    || (
                        seen.CredentialsAddress is { } address
                        && prefix.Contains(address)
                        && seen.Credentials is { IsConnected: true }
                    )
                );

                Assert.Equal((isReady || (asksForNone && seen.Network is not null)) && areThere, report.IsHealthy);
            },
            iter: 5_000
        );

    /// <summary>
    /// An answer with the agent's code or with credentials proves the path, so neither image nor task definition is the
    /// culprit. Exceptions: the agent's answer about the variable (NoIdInRequest), and another explicitly requested
    /// route.
    /// </summary>
    [Fact]
    public void Of_AnAnswerOfTheAgent_NamesOnlyTheHostAsCulprit() =>
        Cases.Sample(
            one =>
            {
                var (seen, environment, options) = one;
                var status = seen.Credentials is null
                    ? CredentialsStatus.NotSent
                    : CredentialsEndpoint.Read(seen.Credentials, seen.Provider, seen.Now).Status;
                if (
                    seen.Provider != CredentialsProvider.EcsAgent
                    || !options.HasDefaultPrefixes
                    || status
                        is not (
                            CredentialsStatus.Ready
                            or CredentialsStatus.Expired
                            or CredentialsStatus.NotReady
                            or CredentialsStatus.UnknownId
                            or CredentialsStatus.Error
                        )
                )
                {
                    return;
                }

                var report = Judgement.Of(seen, environment, options);
                Assert.All(
                    report.Checks.Where(check => check.Status == CheckStatus.Fail),
                    check => Assert.Equal(("credentials", Culprit.Host), (check.Name, check.Culprit))
                );
            },
            iter: 5_000
        );

    /// <summary>
    /// Each hint belongs to the first cause or refers to an earlier check. A working part has no hint.
    /// </summary>
    [Fact]
    public void Of_AnyObservations_NoTwoHintsContradictEachOther() =>
        Cases.Sample(
            one =>
            {
                var report = Judgement.Of(one.Seen, one.Environment, one.Options);
                var names = report.Checks.Select(check => check.Name).ToList();
                Assert.Equal(names.Count, names.Distinct().Count());
                foreach (var (index, check) in report.Checks.Index())
                {
                    if (
                        check.Hint is not null
                        && check.Hint.StartsWith("See ", StringComparison.Ordinal)
                        && names.IndexOf(check.Hint[4..^1]) is >= 0 and var other
                    )
                    {
                        Assert.True(other < index, check.ToString());
                        Assert.True(
                            report.Checks[other].Status is CheckStatus.Fail or CheckStatus.Warn,
                            $"{check} of {report.Checks[other]}"
                        );
                    }
                }

                var isConnected = one.Seen.Credentials is { IsConnected: true };
                foreach (
                    var check in report.Checks.Where(check =>
                        isConnected
                        && one.Options.HasDefaultPrefixes
                        && check.Name is "adapter" or "default-gateway" or "gateway-answers" or "route-credentials"
                        && one.Seen.Provider == CredentialsProvider.EcsAgent
                    )
                )
                {
                    Assert.True(
                        !isConnected || !one.Options.HasDefaultPrefixes || check.Hint is null, check.ToString()
                    );
                }

                var hopLimit = report.Checks.Any(check =>
                    check.Hint?.Contains("hop limit", StringComparison.Ordinal) == true
                );
                Assert.True(
                    !hopLimit
                        || one.Seen
                            is
                        {
                            InstanceMetadata: HttpFailure
                            {
                                Kind: HttpFailureKind.Silent or HttpFailureKind.Unreachable
                            },
                            PlainInstanceMetadata: HttpAnswer
                        }
                );
                if (Find(report, "credentials").Status == CheckStatus.Fail && one.Seen.TaskMetadata is HttpFailure)
                {
                    Assert.True(Find(report, "task-metadata").Hint is null or "See credentials.");
                }
            },
            iter: 5_000
        );

    /// <summary>No secret is shown, and the path breaks at one place at most.</summary>
    [Fact]
    public void Of_AnyObservations_IsConsistent() =>
        Cases.Sample(one =>
        {
            var report = Judgement.Of(one.Seen, one.Environment, one.Options);
            Assert.True(report.Path.Count(segment => segment.Break is not null) <= 1);
            Assert.Equal(
                report.Path.Any(segment => segment.IsOpen is not true),
                report.Path.Any(segment => segment.Break is not null)
            );
            foreach (var text in (string[])[ReportText.ToText(report, coloured: true), ReportText.ToJson(report)])
            {
                Assert.DoesNotContain("HUSH", text, StringComparison.Ordinal);
            }

            Assert.All(
                ReportText.ToText(report, coloured: false).Split('\n'),
                line => Assert.True(line.Length <= 80, line)
            );
        });

    private static Decision? Decide(Case one)
    {
        try
        {
            return one.Seen.Network is { } network
                ? Planner.Decide(network, one.Environment, one.Options)
                : Planner.WithoutLooking(one.Environment, one.Options);
        }
        catch (BootstrapException)
        {
            return null;
        }
    }

    private static bool IsThere(IPNetwork prefix, Plan? plan, NetworkSnapshot? network) =>
        plan is { Mode: NetworkMode.Nat }
            ? plan.Routes.Any(route => route.Destination.Equals(prefix) && route.Metric is null)
            : network?.Routes.Any(route => route.Destination.Equals(prefix)) == true;

    private static Bootstrap.Diagnosis.Check Find(Report report, string name) =>
        report.Checks.Single(check => check.Name == name);

    private static HttpAnswer Coded(int status, string code) =>
        Answer(status, $$"""{"code":"{{code}}","message":"HUSH","HTTPErrorCode":{{status}}}""");

    private static HttpAnswer Answer(int status, string body) => new(status, Encoding.UTF8.GetBytes(body));

    private sealed record Case(Observations Seen, TaskEnvironment Environment, PlanOptions Options);
}
