package dev.convoy.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.EvalEvent;
import dev.convoy.transfer.TransferEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EverySayingTest {
    @Test
    void samplesHoldEveryKindOfEvent() {
        List<Class<?>> sampled = EverySaying.bodies().stream()
                .<Object>flatMap(body -> Stream.of(body, inner(body)))
                .<Class<?>>map(Object::getClass)
                .distinct()
                .toList();
        for (Class<?> sealed : List.of(
                Body.class,
                EvalEvent.class,
                BuildEvent.class,
                TransferEvent.class,
                ActivationEvent.class,
                HostOutcome.class)) {
            assertThat(sampled).containsAll(Arrays.asList(sealed.getPermittedSubclasses()));
        }
    }

    @Test
    void everyEventHasWordsUnlessItIsASample() {
        for (FleetEvent event : EverySaying.events()) {
            Said said = EventWords.of(event);
            assertThat(said.text().isEmpty()).isEqualTo(!said.weighs(Said.Weight.DETAIL));
        }
    }

    private static Object inner(Body body) {
        return switch (body) {
            case Body.Eval(var event) -> event;
            case Body.Build(var event) -> event;
            case Body.Transfer(var event) -> event;
            case Body.Activation(var event) -> event;
            case Body.HostFinished(var outcome) -> outcome;
            default -> body;
        };
    }
}
