# Tries bootstrap.exe on Amazon ECS: one Windows container instance, and one task definition in nat mode and one in
# awsvpc mode, of the same image. No ingress. The instance costs money while it runs. See docs/ecs.md.
#
# cloudformation.yaml says the same and has the comments on each resource; InfrastructureTests compares the two where it
# matters. Not yet run on AWS.

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

variable "name" {
  description = "Name of what is made here, where a name is needed."
  type        = string
  default     = "bootstrap-trial"
}

variable "image" {
  description = "The image to run. bootstrap.exe is its entrypoint, at C:\\bootstrap.exe."
  type        = string
}

variable "vpc" {
  description = "The VPC of the instance and of the awsvpc task."
  type        = string
}

variable "subnets" {
  description = "Subnets of that VPC from which the instance reaches ECS, ECR, CloudWatch Logs and Systems Manager."
  type        = list(string)
}

variable "instance_type" {
  description = "Needs a network interface of its own and one more for each awsvpc task; Windows has no ENI trunking."
  type        = string
  default     = "t3.large"
}

variable "instance_count" {
  description = "How many instances run; 0 ends the cost of them."
  type        = number
  default     = 1
}

variable "ami" {
  description = "The name of the SSM parameter that names the AMI. Its Windows version must be the image's."
  type        = string
  default     = "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-ECS_Optimized/image_id"
}

variable "operating_system" {
  description = "The operating system of that AMI, as ECS calls it. In a mixed cluster it keeps the tasks off Linux."
  type        = string
  default     = "WINDOWS_SERVER_2022_FULL"
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_ssm_parameter" "ami" {
  name = var.ami
}

locals {
  policies = "arn:${data.aws_partition.current.partition}:iam::aws:policy"

  trust_tasks = {
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  }

  # Of both task definitions.
  container = {
    name      = "workload"
    image     = var.image
    essential = true
    cpu       = 512
    memory    = 2048
    environment = [
      { name = "BOOTSTRAP_LOG_LEVEL", value = "debug" },
    ]
    healthCheck = {
      command     = ["CMD", "C:\\bootstrap.exe", "check"]
      interval    = 60
      timeout     = 15
      retries     = 3
      startPeriod = 180
    }
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.log_group.name
        awslogs-region        = data.aws_region.current.region
        awslogs-stream-prefix = "task"
      }
    }
  }
}

resource "aws_ecs_cluster" "cluster" {
  name = var.name
}

resource "aws_cloudwatch_log_group" "log_group" {
  name_prefix       = "${var.name}-"
  retention_in_days = 7
}

resource "aws_security_group" "security_group" {
  name_prefix = "${var.name}-"
  description = "bootstrap trial, nothing in and HTTPS out"
  vpc_id      = var.vpc

  egress {
    description = "HTTPS"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "instance_role" {
  name_prefix = "${var.name}-instance-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "instance_ecs" {
  role       = aws_iam_role.instance_role.name
  policy_arn = "${local.policies}/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_role_policy_attachment" "instance_ssm" {
  role       = aws_iam_role.instance_role.name
  policy_arn = "${local.policies}/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "instance_profile" {
  name_prefix = "${var.name}-"
  role        = aws_iam_role.instance_role.name
}

resource "aws_iam_role" "execution_role" {
  name_prefix        = "${var.name}-execution-"
  assume_role_policy = jsonencode(local.trust_tasks)
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution_role.name
  policy_arn = "${local.policies}/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role" "task_role" {
  name_prefix        = "${var.name}-task-"
  assume_role_policy = jsonencode(local.trust_tasks)
}

resource "aws_launch_template" "launch_template" {
  name_prefix            = "${var.name}-"
  image_id               = data.aws_ssm_parameter.ami.insecure_value
  instance_type          = var.instance_type
  vpc_security_group_ids = [aws_security_group.security_group.id]

  iam_instance_profile {
    arn = aws_iam_instance_profile.instance_profile.arn
  }

  block_device_mappings {
    device_name = "/dev/sda1"

    ebs {
      volume_size           = 100
      volume_type           = "gp3"
      encrypted             = true
      delete_on_termination = true
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 2
  }

  user_data = base64encode(<<-EOT
    <powershell>
    [Environment]::SetEnvironmentVariable("ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE", $TRUE, "Machine")
    Import-Module ECSTools
    Initialize-ECSAgent -Cluster '${aws_ecs_cluster.cluster.name}' -EnableTaskIAMRole -EnableTaskENI -AwsvpcBlockIMDS -LoggingDrivers '["json-file","awslogs"]'
    </powershell>
  EOT
  )
}

resource "aws_autoscaling_group" "auto_scaling_group" {
  name_prefix         = "${var.name}-"
  min_size            = 0
  max_size            = 2
  desired_capacity    = var.instance_count
  vpc_zone_identifier = var.subnets

  launch_template {
    id      = aws_launch_template.launch_template.id
    version = aws_launch_template.launch_template.latest_version
  }

  tag {
    key                 = "Name"
    value               = var.name
    propagate_at_launch = true
  }
}

resource "aws_ecs_task_definition" "nat_task" {
  family                   = "${var.name}-nat"
  requires_compatibilities = ["EC2"]
  task_role_arn            = aws_iam_role.task_role.arn
  execution_role_arn       = aws_iam_role.execution_role.arn
  container_definitions    = jsonencode([local.container])

  runtime_platform {
    operating_system_family = var.operating_system
    cpu_architecture        = "X86_64"
  }
}

resource "aws_ecs_task_definition" "awsvpc_task" {
  family                   = "${var.name}-awsvpc"
  network_mode             = "awsvpc"
  requires_compatibilities = ["EC2"]
  task_role_arn            = aws_iam_role.task_role.arn
  execution_role_arn       = aws_iam_role.execution_role.arn
  container_definitions    = jsonencode([local.container])

  runtime_platform {
    operating_system_family = var.operating_system
    cpu_architecture        = "X86_64"
  }
}

output "cluster" {
  value = aws_ecs_cluster.cluster.name
}

output "log_group" {
  value = aws_cloudwatch_log_group.log_group.name
}

output "nat_task" {
  value = aws_ecs_task_definition.nat_task.arn
}

output "awsvpc_task" {
  value = aws_ecs_task_definition.awsvpc_task.arn
}

output "network_configuration" {
  description = "For aws ecs run-task --network-configuration with the awsvpc task."
  value       = "awsvpcConfiguration={subnets=[${join(",", var.subnets)}],securityGroups=[${aws_security_group.security_group.id}]}"
}
