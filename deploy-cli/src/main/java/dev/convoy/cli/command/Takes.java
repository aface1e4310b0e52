package dev.convoy.cli.command;

import dev.convoy.cli.config.Setting;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The groups of settings that a command takes as flags. Only what it really uses: a flag without effect would be a lie. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Takes {
    Setting.Group[] value();

    /** Settings of which only some words mean something here. */
    Narrowed[] but() default {};

    /** The words that do, and what they do. */
    @interface Narrowed {
        Setting setting();

        String[] words();

        /** Without a full stop, as {@link Setting#doc}. */
        String doc();
    }
}
