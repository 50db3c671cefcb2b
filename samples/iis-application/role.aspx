<%@ Page Language="C#" ContentType="text/plain" %>
<script runat="server">
    // The role that the AWS SDK would find here. Prints no key, no token and no credentials id.
    string Role()
    {
        var uri = Environment.GetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        if (uri == null)
        {
            return "no AWS_CONTAINER_CREDENTIALS_RELATIVE_URI in this worker process";
        }

        using (var client = new System.Net.WebClient())
        {
            var answer = client.DownloadString("http://169.254.170.2" + uri);
            var role = System.Text.RegularExpressions.Regex.Match(answer, "\"RoleArn\" *: *\"([^\"]*)\"");
            return role.Success ? role.Groups[1].Value : "the credentials endpoint named no role";
        }
    }
</script>
<%= Role() %>
