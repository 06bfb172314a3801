// The AWS SDK's notice about its own later releases would stand in the middle of Mocha's report.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
