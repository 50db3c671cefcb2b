namespace Bootstrap.Diagnosis;

/// <summary>
/// Finds credentials that SDKs prefer to those of the task's role
/// (https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html). Only names are reported.
/// </summary>
internal static class OtherCredentials
{
    private const string SharedFile = "AWS_SHARED_CREDENTIALS_FILE";

    private static readonly string[] Variables =
        ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE"];

    /// <summary>The names of such credentials.</summary>
    /// <param name="variable">Returns a variable's value, or null when it is not set.</param>
    /// <param name="fileExists">Whether a file exists.</param>
    /// <param name="userProfile">The user's folder; its <c>.aws</c> contains the shared files by default.</param>
    public static IReadOnlyList<string> Find(
        Func<string, string?> variable, Func<string, bool> fileExists, string userProfile)
    {
        var found = new List<string>();
        foreach (var name in Variables)
        {
            if (!string.IsNullOrWhiteSpace(variable(name)))
            {
                found.Add(name);
            }
        }

        if (variable(SharedFile) is { Length: > 0 } given)
        {
            if (fileExists(given))
            {
                found.Add($"the file that {SharedFile} names");
            }
        }
        else if (userProfile.Length > 0 && fileExists(Path.Combine(userProfile, ".aws", "credentials")))
        {
            found.Add(@"the file .aws\credentials of this user");
        }

        return found;
    }
}
