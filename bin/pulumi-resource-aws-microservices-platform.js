#!/usr/bin/env node

// Pulumi finds a plugin by this name on PATH.
require("../dist/plugin/main.js");
