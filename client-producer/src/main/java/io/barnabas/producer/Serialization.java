package io.barnabas.producer;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/** Turns keys and values into bytes, on the sending thread. As thread-safe as its serializers. */
record Serialization<K, V>(Serializer<K> keySerializer, Serializer<V> valueSerializer) {

  byte[] key(ProducerRecord<K, V> record) {
    try {
      return keySerializer.serialize(record.topic(), record.headers(), record.key());
    } catch (ClassCastException e) {
      throw cannotConvert(
          "key", record.key(), keySerializer, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, e);
    }
  }

  byte[] value(ProducerRecord<K, V> record) {
    try {
      return valueSerializer.serialize(record.topic(), record.headers(), record.value());
    } catch (ClassCastException e) {
      throw cannotConvert(
          "value",
          record.value(),
          valueSerializer,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          e);
    }
  }

  private static SerializationException cannotConvert(
      String what, Object object, Serializer<?> serializer, String option, ClassCastException e) {
    return new SerializationException(
        "Can't convert "
            + what
            + " of class "
            + object.getClass().getName()
            + " to class "
            + serializer.getClass().getName()
            + " specified in "
            + option,
        e);
  }
}
