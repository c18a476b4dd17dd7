-- What was published of a table's size and traffic, so that it is published anew when that has changed notably.
alter table catalog_objects add column statistics json;
