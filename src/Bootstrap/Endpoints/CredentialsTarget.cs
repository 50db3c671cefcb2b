namespace Bootstrap.Endpoints;

/// <summary>The request for the task's credentials, or why there is none. Exactly one of both is set.</summary>
/// <param name="Request">The request that an SDK would send.</param>
/// <param name="WhyNot">Why there is no request.</param>
internal sealed record CredentialsTarget(HttpRequest? Request, NoRequest? WhyNot)
{
    public static CredentialsTarget Of(HttpRequest request) => new(request, WhyNot: null);

    public static CredentialsTarget None(NoRequest whyNot) => new(Request: null, whyNot);
}
