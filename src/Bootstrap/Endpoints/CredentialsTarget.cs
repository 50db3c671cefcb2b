namespace Bootstrap.Endpoints;

/// <summary>Where the task's credentials are asked for: a request, or why there is none. Exactly one of both.</summary>
/// <param name="Request">The request that an SDK would make.</param>
/// <param name="WhyNot">Why there is none to make, or why it must not be made.</param>
internal sealed record CredentialsTarget(HttpRequest? Request, NoRequest? WhyNot)
{
    public static CredentialsTarget Of(HttpRequest request) => new(request, WhyNot: null);

    public static CredentialsTarget None(NoRequest whyNot) => new(Request: null, whyNot);
}
