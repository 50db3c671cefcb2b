using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bootstrap.CommandLine;
using Bootstrap.Ecs;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Repository.Tests;

/// <summary>
/// infra/cloudformation.yaml and infra/main.tf hold together, and say the same. That AWS takes them is another question,
/// which these tests cannot ask.
/// </summary>
public partial class InfrastructureTests
{
    // CloudFormation's short tags become the functions that they stand for.
    private static readonly JsonObject Template = ToJson(YamlText.Read("infra/cloudformation.yaml"))!.AsObject();
    private static readonly JsonObject Terraform = Hcl.Parse(RepositoryFiles.Read("infra/main.tf"));
    private static readonly JsonObject Locals = Terraform["locals"]![0]!.AsObject();
    private static readonly string[] PseudoParameters = ["AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::StackName"];

    [Fact]
    public void Template_EveryReference_IsDeclaredAndEveryDeclarationIsUsed()
    {
        var declared = Keys(Template["Parameters"]).Concat(Keys(Template["Resources"])).ToHashSet();
        var references = TemplateReferences(Template).ToHashSet();

        Assert.Empty(references.Except(declared).Except(PseudoParameters));
        Assert.Equal(["AutoScalingGroup"], declared.Except(references)); // what all others are for
        Assert.Contains("LaunchTemplate", references);
    }

    [Fact]
    public void Terraform_EveryReference_IsDeclaredAndEveryDeclarationIsUsed()
    {
        var resources = Types(Terraform["resource"]).ToList();
        var inputs = Keys(Terraform["variable"]).Select(name => $"var.{name}")
            .Concat(Keys(Locals).Select(name => $"local.{name}"))
            .Concat(Types(Terraform["data"]).Select(name => $"data.{name}"))
            .ToList();
        var references = Strings(Terraform)
            .SelectMany(text => TerraformReference().Matches(text))
            .Select(match => match.Value)
            .ToHashSet();

        Assert.Empty(references.Except(inputs).Except(resources));
        Assert.Empty(inputs.Except(references));
        Assert.Contains("aws_launch_template.launch_template", references);
    }

    [Fact]
    public void Both_Inputs_AreTheSameWithTheSameDefaultsAndDescriptions()
    {
        var parameters = Template["Parameters"]!.AsObject()
            .Select(pair => (Plain(pair.Key), pair.Value!["Default"]?.ToString(), pair.Value["Description"]!.ToString()));
        var variables = Terraform["variable"]!.AsObject()
            .Where(pair => pair.Key != "name") // a stack has a name by itself
            .Select(pair => (Plain(pair.Key), pair.Value![0]!["default"]?.ToString(), pair.Value[0]!["description"]!.ToString()));

        Assert.Equal(parameters, variables);
    }

    [Fact]
    public void Both_ResourcesAndOutputs_AreTheSame()
    {
        var resources = Terraform["resource"]!.AsObject()
            .Where(pair => pair.Key != "aws_iam_role_policy_attachment") // a property of the role in CloudFormation
            .SelectMany(pair => Keys(pair.Value));

        Assert.Equal(Keys(Template["Resources"]).Select(Plain).Order(), resources.Select(Plain).Order());
        Assert.Equal(Keys(Template["Outputs"]).Select(Plain), Keys(Terraform["output"]).Select(Plain));
    }

    [Theory]
    [InlineData("LogGroup.RetentionInDays", "aws_cloudwatch_log_group.log_group.retention_in_days")]
    [InlineData("SecurityGroup.VpcId", "aws_security_group.security_group.vpc_id")]
    [InlineData("SecurityGroup.GroupDescription", "aws_security_group.security_group.description")]
    [InlineData("SecurityGroup.SecurityGroupEgress.0.IpProtocol", "aws_security_group.security_group.egress.0.protocol")]
    [InlineData("SecurityGroup.SecurityGroupEgress.0.FromPort", "aws_security_group.security_group.egress.0.from_port")]
    [InlineData("SecurityGroup.SecurityGroupEgress.0.ToPort", "aws_security_group.security_group.egress.0.to_port")]
    [InlineData("SecurityGroup.SecurityGroupEgress.0.CidrIp", "aws_security_group.security_group.egress.0.cidr_blocks.0")]
    [InlineData("InstanceRole.AssumeRolePolicyDocument", "aws_iam_role.instance_role.assume_role_policy")]
    [InlineData("ExecutionRole.AssumeRolePolicyDocument", "aws_iam_role.execution_role.assume_role_policy")]
    [InlineData("TaskRole.AssumeRolePolicyDocument", "aws_iam_role.task_role.assume_role_policy")]
    [InlineData("InstanceProfile.Roles.0", "aws_iam_instance_profile.instance_profile.role")]
    [InlineData("LaunchTemplate.LaunchTemplateData.ImageId", "aws_launch_template.launch_template.image_id")]
    [InlineData("LaunchTemplate.LaunchTemplateData.InstanceType", "aws_launch_template.launch_template.instance_type")]
    [InlineData("LaunchTemplate.LaunchTemplateData.IamInstanceProfile.Arn", "aws_launch_template.launch_template.iam_instance_profile.0.arn")]
    [InlineData("LaunchTemplate.LaunchTemplateData.SecurityGroupIds", "aws_launch_template.launch_template.vpc_security_group_ids")]
    [InlineData("LaunchTemplate.LaunchTemplateData.BlockDeviceMappings.0.DeviceName", "aws_launch_template.launch_template.block_device_mappings.0.device_name")]
    [InlineData("LaunchTemplate.LaunchTemplateData.BlockDeviceMappings.0.Ebs", "aws_launch_template.launch_template.block_device_mappings.0.ebs.0")]
    [InlineData("LaunchTemplate.LaunchTemplateData.MetadataOptions", "aws_launch_template.launch_template.metadata_options.0")]
    [InlineData("AutoScalingGroup.MinSize", "aws_autoscaling_group.auto_scaling_group.min_size")]
    [InlineData("AutoScalingGroup.MaxSize", "aws_autoscaling_group.auto_scaling_group.max_size")]
    [InlineData("AutoScalingGroup.DesiredCapacity", "aws_autoscaling_group.auto_scaling_group.desired_capacity")]
    [InlineData("AutoScalingGroup.VPCZoneIdentifier", "aws_autoscaling_group.auto_scaling_group.vpc_zone_identifier")]
    [InlineData("AutoScalingGroup.Tags", "aws_autoscaling_group.auto_scaling_group.tag")]
    [InlineData("NatTask", "aws_ecs_task_definition.nat_task")]
    [InlineData("AwsvpcTask", "aws_ecs_task_definition.awsvpc_task")]
    public void Both_Properties_AreTheSame(string templatePath, string terraformPath)
    {
        var (resource, property) = templatePath.Split('.', 2) is [var id, var rest] ? (id, rest) : (templatePath, string.Empty);

        var inTemplate = At(Template["Resources"]![resource]!["Properties"]!, property);
        var inTerraform = At(Terraform["resource"]!, AtFirstBody(terraformPath));

        Assert.NotNull(inTemplate);
        Assert.Equal(Canonical(FromTemplate(inTemplate)), Canonical(FromTerraform(inTerraform)));
    }

    [Fact]
    public void Both_ManagedPolicies_AreTheSame()
    {
        var inTemplate = Template["Resources"]!.AsObject()
            .Where(pair => pair.Value!["Properties"]?["ManagedPolicyArns"] is not null)
            .SelectMany(pair => pair.Value!["Properties"]!["ManagedPolicyArns"]!.AsArray()
                .Select(policy => (Role: $"<{Plain(pair.Key)}>", Policy: FromTemplate(policy)!.ToString())));
        var inTerraform = Terraform["resource"]!["aws_iam_role_policy_attachment"]!.AsObject()
            .Select(pair => (Role: FromTerraform(pair.Value![0]!["role"])!.ToString(), Policy: FromTerraform(pair.Value[0]!["policy_arn"])!.ToString()));

        Assert.Equal(inTemplate.Order(), inTerraform.Order());
        Assert.DoesNotContain(inTemplate, pair => pair.Role == "<TASKROLE>"); // the workload may do nothing
    }

    [Fact]
    public void Both_UserData_IsTheSameAndStartsTheAgentForBothModes()
    {
        var inTemplate = FromTemplate(At(Template["Resources"]!["LaunchTemplate"]!["Properties"]!["LaunchTemplateData"]!["UserData"]!, "Fn::Base64"))!.ToString();
        var expression = Terraform["resource"]!["aws_launch_template"]!["launch_template"]![0]!["user_data"]!.ToString();
        var heredoc = Heredoc().Match(expression);
        Assert.True(heredoc.Success, expression);
        var inTerraform = FromTerraform(string.Join('\n', heredoc.Groups["lines"].Value.Split('\n').Select(line => line.TrimStart(' '))))!.ToString();

        Assert.Equal(inTemplate, inTerraform);
        Assert.Matches("^<powershell>\n(?s:.+)\n</powershell>\n$", inTemplate);
        var agent = Assert.Single(inTemplate.Split('\n'), line => line.StartsWith("Initialize-ECSAgent ", StringComparison.Ordinal));
        Assert.Contains(" -Cluster '<CLUSTER>' ", agent, StringComparison.Ordinal);
        Assert.Contains(" -EnableTaskIAMRole ", agent, StringComparison.Ordinal);
        Assert.Contains(" -EnableTaskENI ", agent, StringComparison.Ordinal);
        Assert.Contains("\"awslogs\"", agent, StringComparison.Ordinal);
    }

    [Fact]
    public void Network_LetsNothingInAndMetadataAnswersTwoHopsOut()
    {
        Assert.Null(Template["Resources"]!["SecurityGroup"]!["Properties"]!["SecurityGroupIngress"]);
        Assert.Null(Terraform["resource"]!["aws_security_group"]!["security_group"]![0]!["ingress"]);
        Assert.DoesNotContain(Template["Resources"]!.AsObject(), pair => pair.Value!["Type"]!.ToString() == "AWS::EC2::SecurityGroupIngress");

        var metadata = Template["Resources"]!["LaunchTemplate"]!["Properties"]!["LaunchTemplateData"]!["MetadataOptions"]!;
        Assert.Equal("required", metadata["HttpTokens"]!.ToString());
        Assert.Equal("2", metadata["HttpPutResponseHopLimit"]!.ToString());
    }

    [Fact]
    public void TaskDefinitions_OfBothModes_DifferInTheModeAndFamilyOnly()
    {
        var nat = Template["Resources"]!["NatTask"]!["Properties"]!.DeepClone().AsObject();
        var awsvpc = Template["Resources"]!["AwsvpcTask"]!["Properties"]!.DeepClone().AsObject();

        Assert.False(nat.ContainsKey("NetworkMode")); // Docker's default on Windows is nat; ECS knows no such value
        Assert.Equal("awsvpc", awsvpc["NetworkMode"]!.ToString());
        Assert.True(nat.Remove("Family") && awsvpc.Remove("Family") && awsvpc.Remove("NetworkMode"));
        Assert.Equal(Canonical(nat), Canonical(awsvpc));
    }

    /// <summary>The same code reads them that reads them in the container.</summary>
    [Fact]
    public void Environment_OfTheTasks_IsUnderstoodByTheProgram()
    {
        var variables = Container["Environment"]!.AsArray().ToDictionary(pair => pair!["Name"]!.ToString(), pair => pair!["Value"]!.ToString());
        var asked = new HashSet<string>();

        var invocation = Invocation.Parse("bootstrap.exe -- workload.exe", name =>
        {
            asked.Add(name);
            return variables.GetValueOrDefault(name);
        });

        Assert.NotEmpty(variables);
        Assert.Empty(variables.Keys.Except(asked));
        Assert.Equal(Serilog.Events.LogEventLevel.Debug, invocation.Settings.LogLevel);
        Assert.Equal(TimeSpan.FromMinutes(3), invocation.Settings.NetworkTimeout);
    }

    /// <summary>The exe is where the README puts it, and the numbers are in the ranges that ECS allows.</summary>
    [Fact]
    public void HealthCheck_OfTheTasks_RunsTheExeOfTheImage()
    {
        var check = Container["HealthCheck"]!;
        var command = check["Command"]!.AsArray().Select(word => word!.ToString()).ToList();

        Assert.Equal(["CMD", @"C:\bootstrap.exe", "check"], command);
        Assert.Contains($"ENTRYPOINT [\"{command[1].Replace(@"\", @"\\", StringComparison.Ordinal)}\"", RepositoryFiles.Read("README.md"), StringComparison.Ordinal);
        Assert.Equal(Bootstrap.CommandLine.Verb.Check, Bootstrap.CommandLine.SplitCommandLine.Split(string.Join(' ', command.Skip(1)), _ => null).Verb);
        Assert.InRange(Number("Interval"), 5, 300);
        Assert.InRange(Number("Timeout"), 2, 60);
        Assert.InRange(Number("Retries"), 1, 10);
        Assert.InRange(Number("StartPeriod"), 0, 300);

        int Number(string name) => int.Parse(check[name]!.ToString(), CultureInfo.InvariantCulture);
    }

    private static JsonNode Container => Template["Resources"]!["NatTask"]!["Properties"]!["ContainerDefinitions"]![0]!;

    [GeneratedRegex(@"(?<![\w.])(?:(?:var|local)\.\w+|(?:data\.)?aws_\w+\.\w+)")]
    private static partial Regex TerraformReference();

    [GeneratedRegex(@"<<-EOT\n(?<lines>.*\n) *EOT\n", RegexOptions.Singleline)]
    private static partial Regex Heredoc();

    [GeneratedRegex(@"\$\{(?<name>[\w:]+)(?:\.\w+)?\}")]
    private static partial Regex Substitution();

    [GeneratedRegex(@"\$\{(?<expression>[\w.]+)\}")]
    private static partial Regex Interpolation();

    private static JsonNode? ToJson(YamlNode node)
    {
        Assert.True(node.Anchor.IsEmpty, $"{node.Start}: CloudFormation takes no aliases");
        JsonNode? json = node switch
        {
            YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, ToJson(pair.Value)))),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
            YamlScalarNode scalar => scalar.Value,
            _ => throw new NotSupportedException(node.GetType().Name),
        };
        return node.Tag.IsEmpty || !node.Tag.Value.StartsWith('!') ? json : node.Tag.Value switch
        {
            "!Ref" => new JsonObject { ["Ref"] = json },
            "!GetAtt" or "!Sub" or "!Join" => new JsonObject { [$"Fn::{node.Tag.Value[1..]}"] = json },
            _ => throw new NotSupportedException($"{node.Start}: {node.Tag.Value}"),
        };
    }

    private static IEnumerable<string> TemplateReferences(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(TemplateReferences),
        JsonObject content => content.SelectMany(pair => pair.Key switch
        {
            "Ref" => [pair.Value!.ToString()],
            "Fn::GetAtt" => [pair.Value!.ToString().Split('.')[0]],
            "Fn::Sub" when pair.Value is JsonArray list => Names(list[0]!).Except(Keys(list[1])).Concat(TemplateReferences(list[1])),
            "Fn::Sub" => Names(pair.Value!),
            _ => TemplateReferences(pair.Value),
        }),
        _ => [],
    };

    private static IEnumerable<string> Names(JsonNode text) =>
        Substitution().Matches(text.ToString()).Select(match => match.Groups["name"].Value);

    /// <summary>References as <c>&lt;name&gt;</c>, in the one spelling that both files can be brought to.</summary>
    private static JsonNode? FromTemplate(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Select(FromTemplate)]),
        JsonObject content when content.Count == 1 && content.First().Key is "Ref" or "Fn::GetAtt" =>
            Reference(content.First().Value!.ToString().Split('.')[0]),
        JsonObject content when content.Count == 1 && content.First().Key == "Fn::Sub" =>
            Substitution().Replace(content.First().Value!.ToString(), match => Reference(match.Groups["name"].Value)),
        JsonObject content => new JsonObject(content.Select(pair => KeyValuePair.Create(pair.Key, FromTemplate(pair.Value)))),
        JsonValue value => value.DeepClone(),
        null => null,
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    private static JsonNode? FromTerraform(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Select(FromTerraform)]),
        JsonObject content => new JsonObject(content.Select(pair => KeyValuePair.Create(pair.Key, FromTerraform(pair.Value)))),
        JsonValue value when value.ToString() is var text && text.StartsWith("${jsonencode(", StringComparison.Ordinal) =>
            FromTerraform(Hcl.ParseExpression(text["${jsonencode(".Length..^")}".Length])),
        JsonValue value when value.ToString() is var text && text.StartsWith("${local.", StringComparison.Ordinal) && Locals[text["${local.".Length..^1]] is { } local =>
            FromTerraform(local),
        JsonValue value => Interpolation().Replace(value.ToString(), match => match.Groups["expression"].Value.Split('.') switch
        {
            ["local", var name] => FromTerraform(Locals[name])!.ToString(),
            ["var", "name"] => Reference("AWS::StackName"),
            ["var", var name] => Reference(name),
            ["data", "aws_ssm_parameter", var name, _] => Reference(name),
            ["data", _, _, var attribute] => Reference(attribute),
            [_, var name, _] => Reference(name),
            _ => throw new NotSupportedException(match.Value),
        }),
        _ => null,
    };

    private static string Reference(string name) => $"<{Plain(name.Split("::")[^1])}>";

    /// <summary><c>LogGroup</c>, <c>log_group</c>, <c>logGroup</c>: one name in three spellings.</summary>
    private static string Plain(string name) =>
        name.Replace("_", string.Empty, StringComparison.Ordinal).ToUpperInvariant();

    private static string Canonical(JsonNode? node) => node switch
    {
        JsonArray list => $"[{string.Join(", ", list.Select(Canonical))}]",
        JsonObject content => $"{{{string.Join(", ", content.Select(pair => $"{Plain(pair.Key)}: {Canonical(pair.Value)}").Order(StringComparer.Ordinal))}}}",
        JsonValue value => value.ToString(),
        null => "null",
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    private static IEnumerable<string> Keys(JsonNode? node) => node!.AsObject().Select(pair => pair.Key);

    private static IEnumerable<string> Types(JsonNode? node) =>
        node!.AsObject().SelectMany(pair => Keys(pair.Value).Select(name => $"{pair.Key}.{name}"));

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(Strings),
        JsonObject content => content.SelectMany(pair => Strings(pair.Value)),
        JsonValue value => [value.ToString()],
        _ => [],
    };

    private static JsonNode? At(JsonNode node, string path) => path.Split('.', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate((JsonNode?)node, (current, step) => current is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)] : current?[step]);

    /// <summary>A resource's body is the first of a list of one.</summary>
    private static string AtFirstBody(string path) => path.Split('.') is [var type, var name, .. var rest]
        ? string.Join('.', [type, name, "0", .. rest])
        : throw new ArgumentException(path, nameof(path));
}
