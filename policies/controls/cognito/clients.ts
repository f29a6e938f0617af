/** What applications sign users in as: those of the program, and those that another service made. */
export const userPoolClients = [
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
];

export const userPool = "aws:cognito/userPool:UserPool";
export const identityPool = "aws:cognito/identityPool:IdentityPool";

/** The page of Security Hub on its controls for Cognito. */
export const securityHub = "https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html";
