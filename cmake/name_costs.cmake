# What one sound of a name costs for another, from the table of usual spellings.
set(name_costs ${CMAKE_BINARY_DIR}/generated/name_costs.c)
set(name_spellings ${CMAKE_SOURCE_DIR}/src/text/names_spellings.csv)
add_custom_command(OUTPUT ${name_costs}
	COMMAND name_costs ${name_spellings} ${name_costs}
	DEPENDS name_costs ${name_spellings} COMMENT "Working out the costs of sounds")
target_sources(spean_text PRIVATE ${name_costs})
