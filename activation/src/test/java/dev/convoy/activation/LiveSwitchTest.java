package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveSwitchTest {
    @Test
    void componentThatChangesForbidsIt() {
        assertThat(LiveSwitch.refusals(
                        system("1", "{\"dbus-implementation\": \"dbus\", \"systemd\": \"257\"}"),
                        system("1", "{\"dbus-implementation\":\"broker\",\"systemd\":\"257\"}")))
                .containsExactly("dbus-implementation changes (dbus -> broker)");
    }

    @Test
    void componentThatOnlyOneOfThemNamesDoesNot() {
        assertThat(LiveSwitch.refusals(system("1", "{\"old\":\"1\"}"), system("1", "{\"new\":\"2\"}")))
                .isEmpty();
        assertThat(LiveSwitch.refusals(system("1", "{\"old\":\"1\"}"), system("1", "")))
                .isEmpty();
    }

    @Test
    void initThatSpeaksAnotherLanguageForbidsIt() {
        assertThat(LiveSwitch.refusals(system("1", ""), system("2", "")))
                .containsExactly("the interface of init changes");
        assertThat(LiveSwitch.refusals(system("1", ""), system("", ""))).isEmpty();
    }

    @Test
    void readsWhatIsQuotedInsideOfNames() {
        assertThat(LiveSwitch.inhibitors("{ \"a\\\"b\" : \"c\\\\d\",\n\"e\":\"\" }"))
                .isEqualTo(Map.of("a\"b", "c\\d", "e", ""));
    }

    private static BootFiles system(String init, String inhibitors) {
        return new BootFiles(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(init).filter(text -> !text.isEmpty()),
                LiveSwitch.inhibitors(inhibitors));
    }
}
