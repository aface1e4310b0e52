package dev.convoy.activation.hook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownScriptTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            curl https://me:hunter2@lb/drain       | curl https://…@lb/drain
            LB_TOKEN=abc ./drain "$CONVOY_HOST"    | LB_TOKEN=… ./drain "$CONVOY_HOST"
            API_KEY='a b' ./drain                  | API_KEY=… ./drain
            ./drain --password=abc --now           | ./drain --password=… --now
            ./drain --lb-token abc web             | ./drain --lb-token … web
            curl -H 'Authorization: Bearer abc' lb | curl -H 'Authorization: Bearer …' lb
            curl -H "Authorization: abc" lb        | curl -H "Authorization: …" lb
            """)
    void hidesWhatLooksLikeASecret(String script, String shown) {
        assertThat(ShownScript.of(script)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ./drain "$CONVOY_HOST" && echo done
            LB_TOKEN="$TOKEN" ./drain
            ./drain --token "$TOKEN"
            ./drain --token-file /run/token
            curl -H "Authorization: Bearer $TOKEN" lb
            curl https://lb/hosts/web@1
            """)
    void leavesTheRestAsItIs(String script) {
        assertThat(ShownScript.of(script)).isEqualTo(script);
    }
}
