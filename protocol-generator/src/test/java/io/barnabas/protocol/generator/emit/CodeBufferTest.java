package io.barnabas.protocol.generator.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CodeBufferTest {

  @Test
  void blocksIndentWhatIsInThem() {
    CodeBuffer code = new CodeBuffer();
    code.open("if (%s)", "a").line("b();").closeAndOpen("else").line("c();").close();
    code.blank().line("100%");

    assertEquals("if (a) {\n  b();\n} else {\n  c();\n}\n\n100%\n", code.toString());
  }
}
