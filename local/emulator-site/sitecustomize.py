"""Loaded by the emulator's Python before ministack: puts right what ministack 1.5.33 leaves out of AWS's behaviour.

* Errors of Node functions are told by their own names, which state machines catch and retry by; ministack calls each
  "Runtime.HandlerError". The name stands at the beginning of the stack that the function's process sends.
* `${stageVariables.NAME}` in the URI and the credentials of an integration, and in the function and the user pools of
  an authorizer, is the value that the called stage has; ministack takes it literally.
* UpdateDomainName of API Gateway, which ministack lacks.
* Records of Kinesis that a function says it did not handle: kinesis_mapping.py.
"""

import contextvars
import importlib.abc
import importlib.util
import inspect
import json
import re
import sys

from kinesis_mapping import follow_failures

NAMED = re.compile(r"^([A-Za-z_$][\w$.]*)(?::|$)")
VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")
# Settings that stage variables are filled in of, and the functions that are given these settings first.
FILLED = ("uri", "credentials", "authorizerUri", "providerARNs")
USERS_OF_VARIABLES = (
    "_invoke_lambda_proxy_v1",
    "_invoke_lambda_custom_v1",
    "_invoke_sqs_v1",
    "_invoke_http_proxy_v1",
    "_invoke_authorizer_lambda",
    "_cognito_pool_issuers",
)


def error_name(result):
    body = result.get("body")
    if not result.get("error") or not isinstance(body, dict) or body.get("errorType") != "Runtime.HandlerError":
        return None
    message = str(body.get("errorMessage", "")).split("\n")[0]
    for line in str(result.get("log", "")).split("\n"):
        match = NAMED.match(line)
        if match and line in (f"{match[1]}: {message}", match[1]):
            return match[1]
    return None


def name_errors(module):
    execute = module._execute_function_warm

    def named(func, event, request_id):
        result = execute(func, event, request_id)
        name = error_name(result)
        if name:
            result["body"]["errorType"] = name
        return result

    module._execute_function_warm = named


def fill_stage_variables(module):
    called = contextvars.ContextVar("called_stage", default=None)
    # The first that a request comes to once its stage and its method are known.
    authorize = module._authorize_request_v1
    parameters = inspect.signature(authorize)

    def note_stage(*given, **named):
        called.set(parameters.bind(*given, **named).arguments["stage"])
        return authorize(*given, **named)

    def filled(value):
        if isinstance(value, list):
            return [filled(one) for one in value]
        variables = (called.get() or {}).get("variables") or {}
        return VARIABLE.sub(lambda match: str(variables.get(match[1], "")), value) if isinstance(value, str) else value

    def with_values(invoke):
        def invoked(settings, *rest, **named):
            own = {key: filled(settings.get(key)) for key in FILLED if key in settings}
            return invoke({**settings, **own}, *rest, **named)

        return invoked

    module._authorize_request_v1 = note_stage
    for name in USERS_OF_VARIABLES:
        setattr(module, name, with_values(getattr(module, name)))


def update_domain_names(module):
    others = module.handle_request

    async def handle_request(method, path, headers, body, query_params):
        parts = [part for part in path.split("/") if part]
        if method != "PATCH" or len(parts) != 2 or parts[0] != "domainnames":
            return await others(method, path, headers, body, query_params)
        domain = module._domain_names.get(parts[1])
        if domain is not None:
            # The copy is stored: what is kept over a restart is what was set.
            operations = json.loads(body or "{}").get("patchOperations", [])
            module._domain_names[parts[1]] = module._apply_patch(dict(domain), operations)
        return module._get_domain_name(parts[1])

    module.handle_request = handle_request


def mend_functions(module):
    name_errors(module)
    follow_failures(module)


def mend_rest_apis(module):
    fill_stage_variables(module)
    update_domain_names(module)


PATCHES = {
    "ministack.services.lambda_svc": mend_functions,
    "ministack.services.apigateway_v1": mend_rest_apis,
}


class Loader(importlib.abc.Loader):
    def __init__(self, loader, patch):
        self.loader = loader
        self.patch = patch

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        self.loader.exec_module(module)
        self.patch(module)

    def __getattr__(self, name):
        return getattr(self.loader, name)


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        patch = PATCHES.pop(name, None)
        if patch is None:
            return None
        spec = importlib.util.find_spec(name)
        if spec and spec.loader:
            spec.loader = Loader(spec.loader, patch)
        return spec


sys.meta_path.insert(0, Finder())
