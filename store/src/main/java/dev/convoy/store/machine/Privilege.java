package dev.convoy.store.machine;

/** Whose rights a command runs with. */
public enum Privilege {
    /** Those of the user that convoy logged in as. */
    LOGIN_USER,
    /** Those of root: nothing is wrapped where the login user is root already, else the machine's escalation command is. */
    ROOT
}
