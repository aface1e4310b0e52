# The version of the shop that all hosts run. Raise it, and every host has something to deploy.
"1.0"
