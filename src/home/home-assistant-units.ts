// (pure) Temperatures and steps in the units of an announced entity.
import { numberOf, textOf, type EntityConfig } from "./config-values.ts";

export function usesFahrenheit(config: EntityConfig): boolean {
  return textOf(config, "temperature_unit")?.toUpperCase() === "F";
}

/** A temperature of the device in °C, to a tenth. */
export function toCelsius(config: EntityConfig, temperature: number | undefined): number | undefined {
  if (temperature === undefined || !usesFahrenheit(config)) return temperature;
  return tenths((temperature - 32) / 1.8);
}

/** The nearest temperature that the device can be set to, in its own unit. */
export function fromCelsius(config: EntityConfig, temperatureC: number): number {
  const temperature = usesFahrenheit(config) ? temperatureC * 1.8 + 32 : temperatureC;
  const step = stepOf(config);
  return usesFahrenheit(config) ? hundredths(Math.round(temperature / step) * step) : tenths(temperature);
}

/** Defaults of climate.mqtt: 7..35 °C in steps of a degree of the device's own unit. */
export function setpointRange(config: EntityConfig): { readonly minC: number; readonly maxC: number; readonly stepC: number } {
  const minC = toCelsius(config, numberOf(config, "min_temp")) ?? 7;
  const maxC = toCelsius(config, numberOf(config, "max_temp")) ?? 35;
  // Four digits: multiples of 5/9 °C are whole degrees of Fahrenheit, because 32 °F is 0 °C.
  const stepC = usesFahrenheit(config) ? Number((stepOf(config) / 1.8).toFixed(4)) : stepOf(config);
  return { minC, maxC: Math.max(minC, maxC), stepC };
}

function stepOf(config: EntityConfig): number {
  const step = numberOf(config, "temp_step") ?? 1;
  return step > 0 ? step : 1;
}

function tenths(temperature: number): number {
  return Math.round(temperature * 10) / 10;
}

function hundredths(temperature: number): number {
  return Math.round(temperature * 100) / 100;
}
